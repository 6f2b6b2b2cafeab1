/** Between two looks at Asterisk's queue, in frames of 20 ms. */
const interval = 5;
/** So many looks in a row that find frames waiting mean that some always wait. */
const looks = 5;
/** So many frames waiting are too many at once. */
const heap = 3;
/** What is quieter can be left out and nobody hears it: -50 dB of full scale. */
const quiet = 100;
/** Frames that may pass until a quiet one comes to be left out. */
const grace = 10;

/**
 * Keeps Asterisk's queue of frames for a phone empty. Asterisk plays one frame each 20 ms and never catches up: a frame that had to wait once
 * would make every later one wait as long, for the rest of the call.
 */
export class PhoneQueue {
  #sent = 0;
  #found: number[] = [];
  #surplus = 0;
  #waited = 0;

  /** Whether to ask how many frames wait, just before the next one is sent. */
  get wantsLook(): boolean {
    return this.#sent % interval === 0;
  }

  /** `length` frames were waiting when {@link wantsLook} was true. */
  looked(length: number): void {
    if (length >= heap) {
      this.#surplus = length;
      this.#found = [];
      return;
    }
    this.#found.push(length);
    if (this.#found.length < looks) return;
    this.#surplus = Math.max(this.#surplus, Math.min(...this.#found));
    this.#found = [];
  }

  /** Whether this frame goes out; one in a while is left out, a quiet one if possible, when frames wait for no reason. */
  admits(frame: Int16Array): boolean {
    this.#sent++;
    if (this.#surplus === 0) return true;
    if (this.#surplus < heap && this.#waited < grace && !isQuiet(frame)) {
      this.#waited++;
      return true;
    }
    this.#surplus--;
    this.#waited = 0;
    this.#found = [];
    return false;
  }
}

function isQuiet(frame: Int16Array): boolean {
  for (const sample of frame) if (sample > quiet || sample < -quiet) return false;
  return true;
}
