/** Milliseconds that a frame may usually wait: less than half of what it may be when clocks run as they happen to. */
const limit = 7;
/** What is usual shows in so many looks. */
const looks = 5;
/** A single wait that is longer says it at once. */
const heap = 60;
/** What is quieter can be left out and nobody hears it: -50 dB of full scale. */
const quiet = 100;
/** Frames of 20 ms that may pass until a quiet one comes. */
const grace = 50;

/**
 * Asterisk plays one frame for a phone at each tick of a clock, each 20 ms. Frames come in step with that, but not when it ticks: each waits, always for
 * the same part of 20 ms. And a tick that is lost on a busy machine is never made up for: all later frames wait 20 ms more, for the rest of the call.
 * This tells when the clock is to be set anew, which costs the frame that waits.
 */
export class PhoneClock {
  #waits: number[] = [];
  #late = false;
  #passed = 0;

  /** A frame had to wait so many ms. */
  waited(wait: number): void {
    this.#waits.push(wait);
    if (this.#waits.length < looks && wait < heap) return;
    this.#late = (wait < heap ? median(this.#waits) : wait) > limit;
    this.#waits = [];
  }

  /** Whether to set the clock when this frame is on its way: not in the middle of a word, if possible. */
  isDue(frame: Int16Array): boolean {
    if (!this.#late) return false;
    if (!isQuiet(frame) && ++this.#passed < grace) return false;
    this.#late = false;
    this.#passed = 0;
    this.#waits = [];
    return true;
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;

function isQuiet(frame: Int16Array): boolean {
  for (const sample of frame) if (sample > quiet || sample < -quiet) return false;
  return true;
}
