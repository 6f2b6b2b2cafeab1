import type {PhoneAudio} from './audio/audio.js';
import type {Call} from './call.js';
import {SidetoneError} from './errors.js';

/** The calls whose far sides hear each other: who is in it, until one is held or ends. */
export class MergedCalls {
  readonly #audio: PhoneAudio;
  #calls: readonly Call[] = [];
  #split: (() => void) | undefined;
  #watch: AbortController | undefined;

  constructor(audio: PhoneAudio) {
    this.#audio = audio;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Replaces the present group, which stays when a call cannot be resumed. */
  async merge(calls: readonly Call[]): Promise<void> {
    const unfit = calls.find((call) => !call.connectedAt || call.ended);
    if (calls.length < 2 || unfit) {
      throw new SidetoneError('merge-unavailable', {
        detail: unfit ? `a call is ${unfit.status}` : 'two or more calls are needed',
      });
    }
    const former = this.#calls;
    this.#calls = calls; // first, so that resuming one does not hold the other
    try {
      for (const call of calls) await call.resume();
    } catch (error) {
      this.#calls = former;
      throw error;
    }
    this.#join(calls);
  }

  #join(calls: readonly Call[]): void {
    this.#split?.();
    this.#watch?.abort();
    this.#calls = calls.length > 1 ? calls : [];
    this.#split = undefined;
    if (!this.#calls.length) return;
    this.#split = this.#audio.merge(calls.map((call) => call.line!));
    this.#watch = new AbortController();
    const {signal} = this.#watch;
    for (const call of calls) call.addEventListener('change', () => this.#review(), {signal});
  }

  #review(): void {
    const left = this.#calls.filter((call) => call.status === 'connected' || call.heldBy === 'remote');
    if (left.length < this.#calls.length) this.#join(left);
  }
}
