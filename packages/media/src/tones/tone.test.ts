import {expect, test} from 'vitest';
import {levelAt} from '../signal/goertzel.js';
import {parseTone, renderTone} from './tone.js';

const sampleRate = 8_000;

test('the notation gives frequencies and cadence', () => {
  expect(parseTone('440+480 2 4')).toEqual([
    {frequencies: [440, 480], seconds: 2},
    {frequencies: [], seconds: 4},
  ]);
  expect(parseTone('400*25 .4 .2')[0]).toEqual({frequencies: [400], modulation: 25, seconds: 0.4});
});

test('one period sounds and pauses exactly as long as the cadence says', () => {
  const samples = renderTone(parseTone('425 .5 .25'), sampleRate, -18);
  expect(samples).toHaveLength(6_000);
  expect(levelAt(425, samples.subarray(0, 4_000), sampleRate)).toBeCloseTo(-18, 0);
  expect(samples.subarray(4_000).every((sample) => sample === 0)).toBe(true);
});

test('several frequencies share the level', () => {
  const samples = renderTone(parseTone('480+620 1'), sampleRate, -12);
  expect(levelAt(480, samples, sampleRate)).toBeCloseTo(-18, 0);
  expect(levelAt(620, samples, sampleRate)).toBeCloseTo(-18, 0);
  expect(Math.max(...samples)).toBeLessThan(0.252);
});

test('a modulated tone has its side bands', () => {
  const samples = renderTone(parseTone('400*25 1'), sampleRate, 0);
  expect(levelAt(375, samples, sampleRate)).toBeCloseTo(levelAt(425, samples, sampleRate), 1);
  expect(levelAt(375, samples, sampleRate)).toBeGreaterThan(-13);
});

test('a tone begins and ends in silence', () => {
  const samples = renderTone(parseTone('1000 .1'), sampleRate, 0);
  expect(samples[0]).toBe(0);
  expect(Math.abs(samples.at(-1)!)).toBeLessThan(0.05);
});
