import {expect, test} from 'vitest';
import {digitTone, dtmfFrequencies} from './dtmf.js';

test.each([
  ['1', 697, 1209],
  ['5', 770, 1336],
  ['9', 852, 1477],
  ['*', 941, 1209],
  ['0', 941, 1336],
  ['#', 941, 1477],
  ['d', 941, 1633],
])('key %s is %i and %i Hz', (key, low, high) => {
  expect(dtmfFrequencies(key)).toEqual([low, high]);
});

test('what is no key has no tone', () => {
  for (const digit of [',', '', '12', 'E']) expect(digitTone(digit)).toBeUndefined();
});
