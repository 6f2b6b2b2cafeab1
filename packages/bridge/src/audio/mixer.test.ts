import {beforeEach, expect, test} from 'vitest';
import {frameSamples} from './format.js';
import {FrameMixer} from './mixer.js';

let now: number;
let mixed: Int16Array[];
let mixer: FrameMixer;

beforeEach(() => {
  now = 0;
  mixed = [];
  mixer = new FrameMixer({output: (frame) => mixed.push(frame), now: () => now});
});

const frame = (value: number) => new Int16Array(frameSamples).fill(value);
/** The value that each mixed frame has throughout. */
const values = () => mixed.map(([value]) => value);

test('a single voice is passed on at once', () => {
  const voice = mixer.input();
  for (const value of [1, 2, 3]) {
    voice.push(frame(value));
    expect(values().at(-1)).toBe(value);
  }
});

test('voices are added up, whichever comes first, and do not overflow', () => {
  const [one, two] = [mixer.input(), mixer.input()];
  one.push(frame(0));
  mixed.length = 0;
  two.push(frame(23));
  expect(mixed).toEqual([]);
  one.push(frame(100));
  one.push(frame(-30_000));
  two.push(frame(-30_000));
  two.push(frame(30_000));
  one.push(frame(30_000));
  expect(values()).toEqual([123, -32_768, 32_767]);
});

test('a voice that stops is not waited for', () => {
  const [one, two] = [mixer.input(), mixer.input()];
  one.push(frame(0));
  two.push(frame(5));
  one.push(frame(1));
  expect(values().at(-1)).toBe(6);
  now += 100;
  one.push(frame(2));
  expect(values().at(-1)).toBe(2);
  two.close();
  one.push(frame(3));
  expect(values().at(-1)).toBe(3);
});

test('a voice that is late once is heard late, and not for ever', () => {
  const [one, two] = [mixer.input(), mixer.input()];
  one.push(frame(0));
  two.push(frame(0));
  // `two` gets one frame ahead of `one`.
  two.push(frame(0));
  const late = () => {
    one.push(frame(0));
    two.push(frame(7));
    return values().at(-1) !== 7;
  };
  expect(late()).toBe(true);
  let rounds = 0;
  while (late() && rounds < 200) {
    rounds++;
    one.push(frame(0));
    two.push(frame(0));
  }
  expect(rounds).toBeLessThan(60);
});

test('what piles up while nothing is mixed is dropped but for the newest', () => {
  const [one, two] = [mixer.input(), mixer.input()];
  one.push(frame(0));
  two.push(frame(0));
  mixed.length = 0;
  for (let value = 1; value <= 3; value++) one.push(frame(value));
  // One ahead of the other is enough to go on without it.
  expect(mixed.length).toBeGreaterThan(0);
});

test('without a voice silence goes on at the speed of time, and makes up for no long pause', () => {
  for (let tick = 0; tick < 50; tick++) {
    now += 20;
    mixer.tick();
  }
  expect(mixed.length).toBeGreaterThan(47);
  expect(mixed.length).toBeLessThan(51);
  expect(new Set(values())).toEqual(new Set([0]));
  mixed.length = 0;
  now += 5000;
  for (let call = 0; call < 10; call++) mixer.tick();
  expect(mixed.length).toBeLessThan(3);
});

test('a voice that drives the mix leaves nothing to the clock', () => {
  const voice = mixer.input();
  for (let tick = 0; tick < 20; tick++) {
    now += 20;
    voice.push(frame(1));
    mixer.tick();
  }
  expect(values()).toEqual(Array.from({length: 20}, () => 1));
});

test('a sound is heard over a voice, alone, and ends', () => {
  mixer.play(new Int16Array(frameSamples + 10).fill(50));
  const voice = mixer.input();
  voice.push(frame(1));
  voice.push(frame(2));
  voice.push(frame(3));
  expect(values()).toEqual([51, 52, 3]);
  expect(mixed[1]?.[10]).toBe(2);
  voice.close();
  mixer.play(frame(9));
  now += 40;
  mixer.tick();
  expect(values().at(-1)).toBe(9);
});
