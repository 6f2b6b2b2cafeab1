import {expect, test} from 'vitest';
import {levelAt, refineFrequency} from './goertzel.js';

const sampleRate = 48_000;
const sine = (frequency: number, amplitude: number) =>
  Float32Array.from(
    {length: 16_384},
    (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate),
  );

test('a full-scale sine is 0 dBFS at its frequency', () => {
  expect(levelAt(1_000, sine(1_000, 1), sampleRate)).toBeCloseTo(0, 1);
  expect(levelAt(1_000, sine(1_000, 0.1), sampleRate)).toBeCloseTo(-20, 1);
});

test('another tone does not leak into the level', () => {
  expect(levelAt(1_400, sine(1_000, 1), sampleRate)).toBeLessThan(-90);
  expect(levelAt(440, new Float32Array(16_384), sampleRate)).toBe(-Infinity);
});

test('a frequency between two bins is found', () => {
  expect(refineFrequency(1_000, sine(1_001.3, 0.5), sampleRate)).toBeCloseTo(1_001.3, 0);
});
