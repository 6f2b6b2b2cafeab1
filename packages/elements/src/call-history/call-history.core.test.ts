import {expect, test} from 'vitest';
import {byDay, dayName, lengthOf, outcomeOf, timeOfDay} from './call-history.core.js';

const at = (day: number, hour = 12, month = 2) => new Date(2026, month, day, hour).getTime();
const midnight = (day: number, month = 2, year = 2026) => new Date(year, month, day).getTime();

test('entries are grouped by calendar day, newest first', () => {
  const entries = [at(3, 1), at(5, 9), at(3, 23), at(5, 8)].map((startedAt) => ({startedAt}));
  expect(byDay(entries)).toEqual([
    {day: midnight(5), entries: [{startedAt: at(5, 9)}, {startedAt: at(5, 8)}]},
    {day: midnight(3), entries: [{startedAt: at(3, 23)}, {startedAt: at(3, 1)}]},
  ]);
});

test('days have the names people use, in the page’s language', () => {
  const now = at(12);
  expect(dayName(midnight(12), now, 'en')).toBe('Today');
  expect(dayName(midnight(11), now, 'de')).toBe('Gestern');
  expect(dayName(midnight(9), now, 'fr')).toBe('Lundi');
  expect(dayName(midnight(1), now, 'en')).toBe('March 1');
  expect(dayName(midnight(1, 2, 2024), now, 'en')).toBe('March 1, 2024');
});

test('a day that the clocks make shorter is still one day', () => {
  expect(dayName(midnight(28), at(29, 23), 'en')).toBe('Yesterday');
});

test('times and lengths follow the language', () => {
  expect(timeOfDay(at(3, 15), 'de')).toBe('15:00');
  expect(timeOfDay(at(3, 15), 'en')).toMatch(/^3:00.PM$/);
  expect(lengthOf(125_000, 'en')).toBe('2 min 5 sec');
  expect(lengthOf(3_725_000, 'en')).toBe('1 hr 2 min');
  expect(lengthOf(0, 'en')).toBe('0 sec');
});

test('a call that nobody answered here is missed, one answered or declined elsewhere is not', () => {
  expect(outcomeOf({direction: 'incoming', cause: 'missed'})).toBe('missed');
  expect(outcomeOf({direction: 'incoming', cause: 'answered-elsewhere'})).toBe('incoming');
  expect(outcomeOf({direction: 'incoming', cause: 'declined'})).toBe('incoming');
  expect(outcomeOf({direction: 'incoming', connectedAt: 1})).toBe('incoming');
  expect(outcomeOf({direction: 'outgoing', connectedAt: 1})).toBe('outgoing');
  expect(outcomeOf({direction: 'outgoing', cause: 'busy'})).toBe('unreached');
});
