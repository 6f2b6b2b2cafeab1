import {pageContext} from '../context/shared-context.js';
import {streamSource} from '../context/stream-source.js';
import {loudness} from '../signal/decibel.js';
import {levelAt, refineFrequency} from '../signal/goertzel.js';

/** What was heard. Levels are in dBFS; a full-scale sine is 0 at its frequency. */
export interface Heard {
  /** The loudest frequency in Hz, 0 in silence. */
  frequency: number;
  /** The level of {@link frequency}; -Infinity in silence. */
  level: number;
  /** The level of each frequency that was asked for. */
  levels: Record<number, number>;
  /** Root mean square of the whole sound. */
  rms: number;
}

export interface HearsOptions {
  /** Frequencies in Hz whose level is wanted. */
  frequencies?: readonly number[];
  /** How long to listen before measuring, in ms. The last 0.7 s or less of it are measured. */
  duration?: number;
}

/** Listens to a stream or track, also of a far side, and tells which tone is in it. */
export async function hears(
  source: MediaStream | MediaStreamTrack,
  options: HearsOptions = {},
): Promise<Heard> {
  const {frequencies = [], duration = 700} = options;
  const {samples, sampleRate} = await listen(source, duration);
  const levels = Object.fromEntries(frequencies.map((hz) => [hz, levelAt(hz, samples, sampleRate)]));
  const frequency = dominant(samples, sampleRate);
  return {
    frequency,
    level: frequency ? levelAt(frequency, samples, sampleRate) : -Infinity,
    levels,
    rms: loudness(samples).rms,
  };
}

async function listen(source: MediaStream | MediaStreamTrack, duration: number) {
  const {context, release} = pageContext().use();
  const stream = source instanceof MediaStream ? source : new MediaStream([source]);
  const {node, close} = streamSource(context, stream);
  const size = 2 ** Math.floor(Math.log2((duration / 1_000) * context.sampleRate));
  const analyser = new AnalyserNode(context, {fftSize: Math.min(32_768, Math.max(1_024, size))});
  node.connect(analyser);
  try {
    await context.resume();
    await audioTime(context, duration / 1_000);
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return {samples, sampleRate: context.sampleRate};
  } finally {
    close();
    release();
  }
}

/** Resolves when so many seconds of audio were processed. */
function audioTime(context: AudioContext, seconds: number): Promise<void> {
  return new Promise((resolve) => {
    const clock = new ConstantSourceNode(context, {offset: 0});
    clock.onended = () => {
      clock.disconnect();
      resolve();
    };
    clock.connect(context.destination);
    clock.start();
    clock.stop(context.currentTime + seconds);
  });
}

/** The loudest frequency between 50 Hz and 8 kHz. */
function dominant(samples: Float32Array, sampleRate: number): number {
  if (!samples.some((sample) => sample !== 0)) return 0;
  // A coarse search over a short stretch, then a fine one over all of it.
  const stretch = samples.subarray(-2_048);
  const step = sampleRate / stretch.length / 2;
  let best = 0;
  let highest = -Infinity;
  for (let frequency = 50; frequency < 8_000; frequency += step) {
    const level = levelAt(frequency, stretch, sampleRate);
    if (level > highest) [best, highest] = [frequency, level];
  }
  return refineFrequency(refineFrequency(best, stretch, sampleRate), samples, sampleRate);
}
