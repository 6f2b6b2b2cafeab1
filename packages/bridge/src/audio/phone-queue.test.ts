import {expect, test} from 'vitest';
import {frameSamples} from './format.js';
import {PhoneQueue} from './phone-queue.js';

const loud = new Int16Array(frameSamples).fill(3000);
const hush = new Int16Array(frameSamples).fill(10);

/** Asterisk as it plays: one frame a tick, never two. */
class Asterisk {
  waiting = 0;
  readonly queue = new PhoneQueue();

  /** Twenty milliseconds; `lost`: the tick came so late that it is lost. Returns whether the frame was sent. */
  tick(frame: Int16Array, {lost = false, frames = 1} = {}): boolean {
    let sent = false;
    for (let index = 0; index < frames; index++) {
      if (this.queue.wantsLook) this.queue.looked(this.waiting);
      sent = this.queue.admits(frame);
      if (sent) this.waiting++;
    }
    if (!lost) this.waiting = Math.max(0, this.waiting - 1);
    return sent;
  }

  play(ticks: number, frame: Int16Array): number {
    let left = 0;
    for (let tick = 0; tick < ticks; tick++) if (!this.tick(frame)) left++;
    return left;
  }
}

test('while nothing waits nothing is left out', () => {
  expect(new Asterisk().play(5000, loud)).toBe(0);
});

test('a lost tick costs one frame, and its delay does not stay', () => {
  const asterisk = new Asterisk();
  asterisk.play(100, loud);
  asterisk.tick(loud, {lost: true});
  expect(asterisk.waiting).toBe(1);
  expect(asterisk.play(60, loud)).toBe(1);
  expect(asterisk.waiting).toBe(0);
});

test('a heap is gone within half a second', () => {
  const asterisk = new Asterisk();
  asterisk.play(3, loud);
  asterisk.waiting += 12;
  asterisk.play(25, loud);
  expect(asterisk.waiting).toBeLessThan(2);
});

test('a quiet frame is left out rather than a loud one', () => {
  const asterisk = new Asterisk();
  asterisk.tick(loud, {lost: true});
  const left: Int16Array[] = [];
  for (let tick = 0; tick < 60; tick++) {
    const frame = tick % 7 === 6 ? hush : loud;
    if (!asterisk.tick(frame)) left.push(frame);
  }
  expect(left).toEqual([hush]);
});

test('ticks that are lost for good, one in ten, are made up for', () => {
  const asterisk = new Asterisk();
  for (let tick = 0; tick < 3000; tick++) asterisk.tick(loud, {lost: tick % 10 === 0});
  expect(asterisk.waiting).toBeLessThan(4);
});
