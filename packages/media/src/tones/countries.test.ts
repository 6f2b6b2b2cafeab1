import {expect, test} from 'vitest';
import {countryTone, toneCountries} from './countries.js';
import {parseTone} from './tone.js';

test('a call abroad sounds like there', () => {
  expect(countryTone('ringback', 'US')).toBe('440+480 2 4');
  expect(countryTone('ringback', 'gb')).toBe('400+450 .4 .2 .4 2');
  expect(countryTone('busy', 'CH')).toBe('425 .5 .5');
  expect(countryTone('congestion', 'FR')).toBe('440 .25 .25');
});

test('an unknown country sounds like the United States', () => {
  expect(countryTone('busy', 'XX')).toBe(countryTone('busy', 'US'));
});

test.each(toneCountries)('every tone of %s is audible and pauses', (country) => {
  for (const name of ['ringback', 'busy', 'congestion', 'call-waiting'] as const) {
    const tone = parseTone(countryTone(name, country));
    expect(tone.length % 2).toBe(0);
    for (const {frequencies, seconds} of tone) {
      expect(seconds).toBeGreaterThan(0);
      for (const frequency of frequencies) expect(frequency).toBeGreaterThanOrEqual(400);
    }
    expect(tone[0]!.frequencies.length).toBeGreaterThan(0);
  }
});
