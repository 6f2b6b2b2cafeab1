import {beforeEach, expect, test} from 'vitest';
import {Timeline} from './timeline.js';

let now: number;
let timeline: Timeline;

beforeEach(() => {
  now = 0;
  timeline = new Timeline({lag: 80, now: () => now});
});

/** Frames of 20 ms, one each `every` ms; returns how many passed and the milliseconds that had to be filled. */
function stream(count: number, every = 20): {passed: number; filled: number} {
  let [passed, filled] = [0, 0];
  for (let frame = 0; frame < count; frame++) {
    now += every;
    filled += timeline.takeMissing();
    if (timeline.admits(20)) passed++;
  }
  return {passed, filled};
}

test('nothing is missing before anything came, however long that takes', () => {
  now = 60_000;
  expect(timeline.takeMissing()).toBe(0);
  expect(stream(100)).toEqual({passed: 100, filled: 0});
});

test('a clock a little faster or slower costs and adds nothing, for half an hour', () => {
  expect(stream(90_000, 20 * (1 + 300e-6))).toEqual({passed: 90_000, filled: 0});
  expect(stream(90_000, 20 * (1 - 300e-6))).toEqual({passed: 90_000, filled: 0});
});

test('a pause is filled to the moment, and what comes after it passes', () => {
  stream(50);
  now += 1000;
  const missing = timeline.takeMissing();
  expect(missing).toBeGreaterThan(980);
  expect(missing).toBeLessThanOrEqual(1000);
  expect(timeline.takeMissing()).toBe(0);
  expect(stream(100)).toEqual({passed: 100, filled: 0});
});

test('a pause shorter than jitter is left alone', () => {
  stream(50);
  now += 70;
  expect(timeline.takeMissing()).toBe(0);
});

test('what was filled and comes after all is dropped: the stream is never ahead of its time', () => {
  stream(50);
  now += 1000;
  timeline.takeMissing();
  let passed = 0;
  for (let frame = 0; frame < 50; frame++) if (timeline.admits(20)) passed++;
  expect(passed).toBeLessThan(3);
  expect(stream(1000).passed).toBeGreaterThan(997);
});

test('what was only late passes, all of it', () => {
  stream(50);
  now += 70;
  expect([1, 2, 3].map(() => timeline.admits(20))).toEqual([true, true, true]);
  expect(stream(100)).toEqual({passed: 100, filled: 0});
});

test('a stream whose first part came late is early afterwards, which is no reason to drop', () => {
  now = 500;
  let passed = 0;
  for (let frame = 0; frame < 10; frame++) if (timeline.admits(20)) passed++;
  expect(passed).toBe(10);
  expect(stream(100).passed).toBe(100);
});
