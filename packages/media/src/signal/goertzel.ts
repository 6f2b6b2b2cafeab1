import {toDecibel} from './decibel.js';

/**
 * The level of one frequency in the samples, in dBFS: a sine of amplitude 1 is 0 dBFS. A Hann window keeps
 * other tones out once they are a few times `sampleRate / samples.length` away.
 */
export function levelAt(frequency: number, samples: Float32Array, sampleRate: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  const step = (2 * Math.PI) / samples.length;
  let previous = 0;
  let beforePrevious = 0;
  for (let index = 0; index < samples.length; index++) {
    const windowed = samples[index]! * 0.5 * (1 - Math.cos(step * index));
    const current = windowed + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = current;
  }
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious;
  // The window's mean is one half, and a real sine splits its energy between two frequencies.
  return toDecibel((4 * Math.sqrt(Math.max(0, power))) / samples.length);
}

/** The frequency nearest to `estimate` where the level is highest, in Hz, within one bin to both sides. */
export function refineFrequency(estimate: number, samples: Float32Array, sampleRate: number): number {
  let span = sampleRate / samples.length;
  let best = estimate;
  while (span > 0.05) {
    const candidates = [best - span, best, best + span];
    const levels = candidates.map((candidate) => levelAt(candidate, samples, sampleRate));
    best = candidates[levels.indexOf(Math.max(...levels))]!;
    span /= 2;
  }
  return best;
}
