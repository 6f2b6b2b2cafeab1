import {expect, test} from 'vitest';
import {loudness, meterScale, toAmplitude, toDecibel} from './decibel.js';

test('decibel and amplitude are each other’s inverse', () => {
  expect(toDecibel(0.1)).toBeCloseTo(-20);
  expect(toAmplitude(-6)).toBeCloseTo(0.501, 3);
  expect(toDecibel(0)).toBe(-Infinity);
});

test('the loudness of a square wave is its amplitude, its peak the highest sample', () => {
  expect(loudness(Float32Array.of(0.5, -0.5, 0.5, -0.5))).toEqual({
    rms: toDecibel(0.5),
    peak: toDecibel(0.5),
  });
  expect(loudness(Float32Array.of(0, 0, 0, -1)).peak).toBeCloseTo(0);
  expect(loudness(new Float32Array(0)).rms).toBe(-Infinity);
});

test('a meter shows 60 dB', () => {
  expect([-Infinity, -60, -30, 0, 6].map(meterScale)).toEqual([0, 0, 0.5, 1, 1]);
});
