import {toAmplitude} from '../signal/decibel.js';

/** A stretch of a tone: these frequencies at once (none is silence) for so many seconds. */
export interface ToneSegment {
  /** Hz. */
  readonly frequencies: readonly number[];
  /** Hz of a full amplitude modulation, as in India's and Japan's ringback. */
  readonly modulation?: number;
  readonly seconds: number;
  /** Dies away like a struck bell: seconds until a third of it is left. */
  readonly decay?: number;
}

/** One period of a tone; it repeats until another is set. */
export type Tone = readonly ToneSegment[];

/** Rise and fall in seconds, so that a tone begins and ends without a click. */
const edge = 0.005;

/**
 * A tone from its notation: frequencies in Hz, then seconds on, off, on, off …
 * `440+480 2 4` are two frequencies at once, `400*25 .4 .2 .4 2` is 400 Hz modulated by 25 Hz.
 */
export function parseTone(notation: string): Tone {
  const [signal = '', ...cadence] = notation.split(' ');
  const [carrier = '', modulation] = signal.split('*');
  const frequencies = carrier.split('+').map(Number);
  return cadence.map((seconds, index): ToneSegment => {
    if (index % 2) return {frequencies: [], seconds: Number(seconds)};
    return {frequencies, seconds: Number(seconds), ...(modulation && {modulation: Number(modulation)})};
  });
}

/** One period of the tone as samples that repeat seamlessly; `level` is its highest possible peak in dBFS. */
export function renderTone(tone: Tone, sampleRate: number, level: number): Float32Array<ArrayBuffer> {
  const lengths = tone.map(({seconds}) => Math.round(seconds * sampleRate));
  const samples = new Float32Array(lengths.reduce((sum, length) => sum + length, 0));
  let start = 0;
  tone.forEach((segment, index) => {
    const length = lengths[index]!;
    if (segment.frequencies.length) fill(samples.subarray(start, start + length), segment, sampleRate, level);
    start += length;
  });
  return samples;
}

function fill(samples: Float32Array, segment: ToneSegment, sampleRate: number, level: number): void {
  const amplitude = toAmplitude(level) / segment.frequencies.length;
  const steps = segment.frequencies.map((frequency) => (2 * Math.PI * frequency) / sampleRate);
  const modulationStep = segment.modulation && (2 * Math.PI * segment.modulation) / sampleRate;
  for (let index = 0; index < samples.length; index++) {
    const rising = index / (edge * sampleRate);
    const falling = (samples.length - index) / (edge * sampleRate);
    let gain = amplitude * Math.min(1, rising, falling);
    if (modulationStep) gain *= 0.5 * (1 - Math.cos(modulationStep * index));
    if (segment.decay) gain *= Math.exp(-index / (segment.decay * sampleRate));
    samples[index] = gain * steps.reduce((sum, step) => sum + Math.sin(step * index), 0);
  }
}
