import {expect, test} from 'vitest';
import {dialInView, invitation, type DialIn} from './dial-in.core.js';

const zurich = {e164: '+41446681800', country: 'CH'};

test('a bare number gets its writings and its link', () => {
  const view = dialInView({numbers: [zurich, {e164: '600'}], pin: '1234567890'}, 'en');
  expect(view.numbers).toEqual([
    {
      e164: '+41446681800',
      national: '044 668 18 00',
      international: '+41 44 668 18 00',
      tel: 'tel:+41446681800,,1234567890#',
      place: 'Switzerland',
      languages: [],
    },
    {
      e164: '600',
      national: '600',
      international: '600',
      tel: 'tel:600,,1234567890#',
      place: '600',
      languages: [],
    },
  ]);
});

test('what the gateway wrote is not written anew', () => {
  const given = {...zurich, national: '0446681800', international: '0041…', tel: 'tel:+41446681800,,,1#'};
  expect(dialInView({numbers: [given], pin: '1'}, 'en').numbers[0]).toMatchObject({
    national: '0446681800',
    international: '0041…',
    tel: 'tel:+41446681800,,,1#',
  });
});

test('a PIN is read in groups, and digit by digit', () => {
  expect(dialInView({numbers: [], pin: '1234567890'}, 'en')).toMatchObject({
    pin: '123 456 7890',
    spokenPin: '1 2 3, 4 5 6, 7 8 9 0',
  });
});

test("languages are named in the reader's, the room's own first", () => {
  const spoken = {numbers: [zurich], pin: '1', language: 'de', languages: ['en', 'de', 'it']};
  const named = (dialIn: DialIn, locale: string) => dialInView(dialIn, locale).numbers[0]!.languages;
  expect(named(spoken, 'fr')).toEqual(['allemand', 'anglais', 'italien']);
  expect(named({...spoken, languages: ['not a language']}, 'en')).toEqual(['German', 'not a language']);
});

test('of a number that offers a choice, the languages are in the order of their keys', () => {
  const numbers = [
    {...zurich, languages: ['fr', 'de']},
    {e164: '+12125550100', country: 'US', languages: ['en']},
  ];
  const view = dialInView({numbers, pin: '1', language: 'de', languages: ['fr', 'de', 'en']}, 'en');
  expect(view.numbers.map(({languages}) => languages)).toEqual([
    ['French', 'German'],
    ['German', 'English'],
  ]);
});

test('an invitation can be read, and its last line dials', () => {
  const {numbers, pin} = dialInView({numbers: [zurich], pin: '123456'}, 'en');
  expect(invitation(numbers[0]!, pin, {label: 'Join by phone', pin: 'PIN'})).toBe(
    'Join by phone: +41 44 668 18 00 / 044 668 18 00\nPIN: 123 456 #\ntel:+41446681800,,123456#',
  );
});
