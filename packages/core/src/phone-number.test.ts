import {expect, it} from 'vitest';
import {formatNumber, shortenNumber} from './phone-number.js';

it('writes a number as its own country does, for others internationally', () => {
  expect(formatNumber('+41446681800', {country: 'CH'})).toBe('044 668 18 00');
  expect(formatNumber('+41446681800', {country: 'US'})).toBe('+41 44 668 18 00');
  expect(formatNumber('+41446681800')).toBe('+41 44 668 18 00');
});

it('writes a number as asked', () => {
  expect(formatNumber('+12015550123', {country: 'CH', style: 'national'})).toBe('(201) 555-0123');
  expect(formatNumber('+12015550123', {country: 'US', style: 'international'})).toBe('+1 201 555 0123');
});

it('leaves what is no number as it is', () => {
  expect(formatNumber('bob')).toBe('bob');
});

it.each([
  ['+41446681800', '+41…00'],
  ['+12015550123', '+1…23'],
  ['0446681800', '…00'],
  ['sip:+41446681800@pbx.example', 'sip:+41…00@pbx.example'],
  ['sip:%2B41446681800@pbx.example', 'sip:+41…00@pbx.example'],
  ['from +41446681800 to +12015550123', 'from +41…00 to +1…23'],
  ['+99912345678', '…78'],
  ['600', '600'],
  ['bob@10.0.0.1:5060', 'bob@10.0.0.1:5060'],
])('shortens %s to %s', (text, short) => {
  expect(shortenNumber(text)).toBe(short);
});
