import {expect, test} from 'vitest';
import {frameSamples} from './format.js';
import {PhoneClock} from './phone-clock.js';

const loud = new Int16Array(frameSamples).fill(3000);
const hush = new Int16Array(frameSamples).fill(10);

/** Asterisk as it plays, one frame a tick and never two, and who sends to it: a frame each 20 ms, every fifth of which is timed. */
class Asterisk {
  readonly clock = new PhoneClock();
  /** How many frames each setting of the clock has cost. */
  readonly costs: number[] = [];
  /** How long the last frame that was played had waited, in ms. */
  wait = 0;
  #now = 0;
  #sent = 0;
  #set = Infinity;
  #nextTick: number;
  #waiting: {at: number; timed: boolean}[] = [];

  /** `phase`: from a frame's coming to the next tick, in ms. */
  constructor(phase: number) {
    this.#nextTick = phase;
  }

  /** `lostTicks`: so many are late for so long that they are lost. */
  play(
    seconds: number,
    frame: (index: number) => Int16Array = () => hush,
    {lostTicks = 0, period = 20} = {},
  ): void {
    let lost = lostTicks;
    for (const end = this.#now + seconds * 1000; this.#now < end; this.#now++) {
      if (this.#now === this.#set) {
        this.costs.push(this.#waiting.length);
        this.#waiting = [];
        this.#nextTick = this.#now + period;
      }
      if (this.#now >= this.#nextTick) {
        this.#nextTick += period;
        if (lost-- <= 0) this.#tick();
      }
      if (this.#now % 20 === 0) this.#send(frame(this.#sent));
    }
  }

  #send(frame: Int16Array): void {
    this.#waiting.push({at: this.#now, timed: this.#sent++ % 5 === 0});
    if (this.clock.isDue(frame)) this.#set = this.#now + 3;
  }

  #tick(): void {
    const frame = this.#waiting.shift();
    if (!frame) return;
    this.wait = this.#now - frame.at;
    if (frame.timed) this.clock.waited(this.wait);
  }
}

test('a clock that ticks soon after frames come is left alone', () => {
  const asterisk = new Asterisk(3);
  asterisk.play(60);
  expect(asterisk.costs).toEqual([]);
});

test('whenever the clock ticked, frames do not wait long for it, and one was the price', () => {
  for (let phase = 8; phase < 20; phase++) {
    const asterisk = new Asterisk(phase);
    asterisk.play(2);
    expect(asterisk.wait).toBeLessThan(5);
    expect(asterisk.costs).toEqual([1]);
  }
});

test('the delay of lost ticks does not stay', () => {
  const asterisk = new Asterisk(3);
  asterisk.play(1);
  asterisk.play(1, undefined, {lostTicks: 1});
  expect(asterisk.wait).toBeLessThan(5);
  asterisk.play(1, undefined, {lostTicks: 25});
  expect(asterisk.wait).toBeLessThan(5);
});

test('clocks of two machines drift apart: frames are never late for long', () => {
  const asterisk = new Asterisk(3);
  for (let minute = 0; minute < 10; minute++) {
    asterisk.play(60, undefined, {period: 20.002});
    expect(asterisk.wait).toBeLessThan(9);
  }
});

test('a quiet frame is left out rather than a loud one', () => {
  const asterisk = new Asterisk(15);
  const word = (index: number) => (index === 40 ? hush : loud);
  asterisk.play(0.8, word);
  expect(asterisk.costs).toEqual([]);
  asterisk.play(0.1, word);
  expect(asterisk.costs).toEqual([1]);
});

test('where it is never quiet, the delay ends all the same', () => {
  const asterisk = new Asterisk(15);
  asterisk.play(3, () => loud);
  expect(asterisk.wait).toBeLessThan(5);
});
