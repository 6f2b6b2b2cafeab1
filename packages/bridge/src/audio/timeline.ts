interface TimelineOptions {
  /** Milliseconds that the stream may be late before something must stand for what did not come. */
  lag: number;
  /** Now, in milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/**
 * Milliseconds a second by which the stream's own clock is followed: no crystal is this far off, so that drift alone never costs or adds
 * anything.
 */
const leak = 5;
/** Milliseconds that something may come early. */
const early = 20;
/** What was filled and did not come in so many ms does not come any more. */
const memory = 3000;

/**
 * Holds a stream of audio to real time. A receiver takes a stream that stood still for a second, and goes on where it stopped, for one whose
 * every packet is a second late, and buffers a second. So what is missing has to be filled. What then comes after all has to go: one that
 * is ahead of its time makes the receiver wait.
 */
export class Timeline {
  readonly #lag: number;
  readonly #now: () => number;
  /** How far the stream is ahead of real time, in ms. */
  #offset = 0;
  /** Milliseconds that were filled and may still come. */
  #filled = 0;
  #filledAt = 0;
  #last: number | undefined;

  constructor({lag, now = () => performance.now()}: TimelineOptions) {
    this.#lag = lag;
    this.#now = now;
  }

  /** Whether the next `duration` milliseconds may pass: unless they come too late, and something else stood for them. */
  admits(duration: number): boolean {
    this.#advance();
    const ahead = this.#offset + duration;
    if (ahead > early && this.#filled > 0) {
      this.#filled -= duration;
      return false;
    }
    // Early without a reason: what came before was late.
    this.#offset = Math.min(ahead, early);
    return true;
  }

  /** Milliseconds that are missing now, and count as filled then: 0 before the stream began, and while it is not late. */
  takeMissing(): number {
    if (this.#last === undefined) return 0;
    this.#advance();
    if (this.#offset > -this.#lag) return 0;
    const missing = -this.#offset;
    this.#offset = 0;
    this.#filled += missing;
    this.#filledAt = this.#now();
    return missing;
  }

  #advance(): void {
    const now = this.#now();
    if (this.#last !== undefined) {
      const elapsed = now - this.#last;
      const followed = Math.min(Math.abs(this.#offset), (elapsed * leak) / 1000);
      this.#offset -= elapsed + Math.sign(this.#offset) * followed;
    }
    if (now - this.#filledAt > memory) this.#filled = 0;
    this.#last = now;
  }
}
