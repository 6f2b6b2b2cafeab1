import {pageContext, type SharedContext} from './context/shared-context.js';
import {streamSource} from './context/stream-source.js';
import {loudness, meterScale} from './signal/decibel.js';

/** How loud it was in the last 50 to 100 ms. */
export class LevelEvent extends Event {
  /** From 0 (-60 dBFS and below) to 1 (full scale), for drawing. */
  readonly level: number;
  /** Root mean square in dBFS; -Infinity is digital silence. */
  readonly db: number;
  /** Highest sample in dBFS; 0 and above is clipped. */
  readonly peak: number;

  constructor(level: number, db: number, peak: number) {
    super('level');
    this.level = level;
    this.db = db;
    this.peak = peak;
  }
}

export interface LevelMeterOptions {
  /** Ms between two `level` events. Pages in the background without a call get one a second from the browser. */
  interval?: number;
  context?: SharedContext;
  /** Ends the meter. */
  signal?: AbortSignal;
}

/** Measures a stream, local or of a far side, and dispatches {@link LevelEvent} `level` until closed. */
export class LevelMeter extends EventTarget {
  readonly #life = new AbortController();
  #level = 0;
  #db = -Infinity;

  constructor(stream: MediaStream, {interval = 50, context = pageContext(), signal}: LevelMeterOptions = {}) {
    super();
    if (signal?.aborted) return;
    const use = context.use();
    const source = streamSource(use.context, stream);
    const analyser = new AnalyserNode(use.context, {fftSize: windowSize(interval, use.context.sampleRate)});
    source.node.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.#measured(samples);
    }, interval);
    this.#life.signal.addEventListener('abort', () => {
      clearInterval(timer);
      source.close();
      use.release();
    });
    signal?.addEventListener('abort', () => this.close(), {signal: this.#life.signal});
  }

  /** From 0 (-60 dBFS and below) to 1. */
  get level(): number {
    return this.#level;
  }

  /** Root mean square in dBFS. */
  get db(): number {
    return this.#db;
  }

  close(): void {
    this.#life.abort();
  }

  #measured(samples: Float32Array): void {
    const {rms, peak} = loudness(samples);
    this.#db = rms;
    this.#level = meterScale(rms);
    const measured = new LevelEvent(this.#level, rms, peak);
    this.dispatchEvent(measured);
  }
}

/** At least as long as the interval, so that nothing between two measurements is missed. */
function windowSize(interval: number, sampleRate: number): number {
  const samples = (interval / 1_000) * sampleRate;
  return Math.min(32_768, Math.max(1_024, 2 ** Math.ceil(Math.log2(samples))));
}
