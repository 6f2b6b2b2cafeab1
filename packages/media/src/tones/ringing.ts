import type {Tone} from './tone.js';

/** A bell of a fundamental and its octave. */
const bell = (fundamental: number, seconds: number) => ({
  frequencies: [fundamental, fundamental * 2],
  seconds,
  decay: 0.35,
});

const silence = (seconds: number) => ({frequencies: [], seconds});

/** The phone's own ringing: a rising fifth in two soft strokes, then a pause long enough to talk in. */
export const ringing: Tone = [
  bell(587.33, 0.18),
  bell(739.99, 0.18),
  bell(880, 0.7),
  silence(0.14),
  bell(587.33, 0.18),
  bell(739.99, 0.18),
  bell(880, 0.7),
  silence(2.2),
];
