import {expect, test} from 'vitest';
import {Pace} from './pace.js';

/** How many of the frames that arrive at these moments, in ms, get through. */
function admitted(arrivals: number[], burst = 60): number {
  let now = 0;
  const pace = new Pace({burst, now: () => now});
  return arrivals.filter((moment) => {
    now = moment;
    return pace.admits(20);
  }).length;
}

const regular = (count: number, every = 20) => Array.from({length: count}, (_, index) => index * every);

test('what comes at the speed of time passes, with jitter too', () => {
  expect(admitted(regular(500))).toBe(500);
  expect(admitted(regular(500).map((at, index) => at + ((index * 7) % 30)))).toBe(500);
});

test('a clock that runs a little fast costs no frame, for half an hour', () => {
  expect(admitted(regular(90_000, 20 * (1 - 300e-6)))).toBe(90_000);
});

test('what was held up for a second does not become a second of delay', () => {
  const late = regular(50).map(() => 1000);
  const after = regular(100).map((at) => 1020 + at);
  expect(admitted([...late, ...after])).toBe(3 + 100);
});

test('a sender that never stops being too fast is held to the speed of time', () => {
  const seconds = 10;
  expect(admitted(regular(seconds * 100, 10))).toBeLessThan(seconds * 50 * 1.01 + 4);
});
