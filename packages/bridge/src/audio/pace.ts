interface PaceOptions {
  /** Milliseconds of audio that may come at once after a pause; what exceeds them was held up and would stay as delay. */
  burst: number;
  /** Now, in milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * How much faster than real time audio may come for good. The sender's clock and this one are not the same; no crystal is this
 * far off, so that drift alone never costs a frame.
 */
const tolerance = 1.005;

/** Lets audio through at the speed of time, and tells what to drop when much comes at once: delay never adds up. */
export class Pace {
  readonly #burst: number;
  readonly #now: () => number;
  #credit: number;
  #last: number;

  constructor({burst, now = () => performance.now()}: PaceOptions) {
    this.#burst = burst;
    this.#now = now;
    this.#credit = burst;
    this.#last = now();
  }

  /** Whether the next `duration` milliseconds of audio may pass. */
  admits(duration: number): boolean {
    const now = this.#now();
    this.#credit = Math.min(this.#burst, this.#credit + (now - this.#last) * tolerance);
    this.#last = now;
    if (this.#credit < duration) return false;
    this.#credit -= duration;
    return true;
  }
}
