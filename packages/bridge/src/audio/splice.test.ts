import {expect, test} from 'vitest';
import {frameSamples} from './format.js';
import {splice} from './splice.js';

test('a frame is left out without a jump, and what follows is itself again', () => {
  const omitted = new Int16Array(frameSamples).fill(8000);
  const next = new Int16Array(frameSamples).fill(-8000);
  const joined = splice(omitted, next);
  expect(joined[0]).toBe(8000);
  const steps = [...joined].slice(1).map((sample, index) => Math.abs(sample - (joined[index] ?? 0)));
  expect(Math.max(...steps)).toBeLessThan(100);
  expect(joined.at(-1)).toBe(-8000);
  expect(next[0]).toBe(-8000);
});
