import {expect, test} from 'vitest';
import {dialOutTarget} from './dial-out.core.js';

test('numbers become E.164, by the country of the phone', () => {
  expect(dialOutTarget(' +41 (44) 668-18 00 ', undefined)).toBe('+41446681800');
  expect(dialOutTarget('044 668 18 00', 'CH')).toBe('+41446681800');
});

test('what is no number is left to the room', () => {
  expect(dialOutTarget('044 668 18 00', 'US')).toBe('044 668 18 00');
  expect(dialOutTarget('600', 'CH')).toBe('600');
  expect(dialOutTarget('bob', 'CH')).toBe('bob');
  expect(dialOutTarget('+1 999', 'CH')).toBe('+1 999');
});
