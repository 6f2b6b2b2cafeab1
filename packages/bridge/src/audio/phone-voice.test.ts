import {beforeEach, expect, test} from 'vitest';
import {blockSamples} from './format.js';
import {PhoneVoice} from './phone-voice.js';

let now: number;
let said: number[];
let deferred: (() => void)[];
let voice: PhoneVoice;

beforeEach(() => {
  now = 0;
  said = [];
  deferred = [];
  voice = new PhoneVoice({
    output: ([value = NaN]) => said.push(value),
    now: () => now,
    defer: (work) => deferred.push(work),
  });
});

/** A message of 20 ms in which every sample has this value. */
const message = (value: number) => new Uint8Array(new Int16Array(2 * blockSamples).fill(value).buffer);
const turn = () => deferred.splice(0).forEach((work) => work());

/** So long, in frames, everything comes in time. */
function talk(frames: number, value: number): void {
  for (let frame = 0; frame < frames; frame++) {
    now += 20;
    voice.tick();
    voice.push(message(value));
    turn();
  }
}

test('what comes in time is said as it came', () => {
  talk(20, 5);
  expect(said).toEqual(Array.from({length: 40}, () => 5));
});

test('a phone that sends nothing is silent, in real time', () => {
  talk(5, 5);
  said = [];
  for (let tick = 0; tick < 50; tick++) {
    now += 20;
    voice.tick();
    turn();
  }
  expect(new Set(said)).toEqual(new Set([0]));
  expect(said.length).toBeGreaterThan(75);
  expect(said.length).toBeLessThan(101);
});

test('after this process stood still, only the newest is said, and silence keeps the time', () => {
  talk(5, 5);
  said = [];
  now += 1000;
  voice.tick();
  for (let frame = 1; frame <= 50; frame++) voice.push(message(frame));
  deferred.reverse();
  turn();
  expect(said.length).toBe(100);
  expect(said.slice(0, 80)).toEqual(Array.from({length: 80}, () => 0));
  expect(said.slice(80)).toEqual(Array.from({length: 20}, (_, index) => 41 + Math.floor(index / 2)));
  said = [];
  talk(50, 7);
  expect(said).toEqual(Array.from({length: 100}, () => 7));
});
