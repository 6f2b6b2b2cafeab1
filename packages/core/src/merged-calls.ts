import {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
import type {PhoneAudio} from './audio/audio.js';
import type {Call} from './call.js';
import {SidetoneError} from './errors.js';
import {talks} from './talks.js';

/** The calls whose far sides hear each other: who is in it, until one is held or ends. */
export class MergedCalls {
  readonly #audio: PhoneAudio;
  #calls: readonly Call[] = [];
  /** Those of a merge whose calls are being resumed. */
  #intended: readonly Call[] = [];
  #split: (() => void) | undefined;
  #watch: AbortController | undefined;

  constructor(audio: PhoneAudio) {
    this.#audio = audio;
  }

  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** The calls that may talk while this one does, itself among them: merged with it, or about to be. */
  together(call: Call): readonly Call[] {
    return [this.#intended, this.#calls].find((group) => group.includes(call)) ?? [call];
  }

  /**
   * Replaces the present group, which stays when a call cannot be resumed; those that were resumed before it are held
   * again then, as they are when `signal` aborts before all are asked. A call that ends or is held meanwhile is left out.
   */
  async merge(calls: readonly Call[], {signal}: OperationOptions): Promise<void> {
    throwIfAborted(signal);
    await unlessAborted(this.#merge(calls, signal), signal);
  }

  async #merge(calls: readonly Call[], signal: AbortSignal | undefined): Promise<void> {
    const unfit = calls.find((call) => !call.connectedAt || call.ended);
    if (unfit) throw unavailable(`a call is ${unfit.status}`);
    requireTwo(calls);
    const held = calls.filter((call) => !talks(call));
    this.#intended = calls; // so that resuming one does not hold the other
    try {
      for (const call of calls) {
        throwIfAborted(signal);
        await resumed(call);
      }
      const leaving = this.#calls.filter((call) => talks(call) && !calls.includes(call));
      await Promise.all(leaving.map((call) => call.hold()));
      this.#join(requireTwo(calls.filter(talks)));
    } catch (error) {
      if (calls.filter(talks).length > 1)
        await Promise.allSettled(held.filter(talks).map((call) => call.hold()));
      throw error;
    } finally {
      if (this.#intended === calls) this.#intended = [];
    }
  }

  #join(calls: readonly Call[]): void {
    this.#part();
    this.#split = this.#audio.merge(calls.map((call) => call.line!));
    this.#calls = calls;
    this.#watch = new AbortController();
    const {signal} = this.#watch;
    for (const call of calls) call.addEventListener('change', () => this.#review(), {signal});
  }

  #part(): void {
    this.#split?.();
    this.#split = undefined;
    this.#watch?.abort();
    this.#calls = [];
  }

  #review(): void {
    const left = this.#calls.filter(talks);
    if (left.length === this.#calls.length) return;
    if (left.length > 1) this.#join(left);
    else this.#part();
  }
}

function requireTwo(calls: readonly Call[]): readonly Call[] {
  if (calls.length < 2) throw unavailable('two or more calls are needed');
  return calls;
}

/** What has ended needs no resuming. */
async function resumed(call: Call): Promise<void> {
  await call.resume().catch((error: unknown) => {
    if (!call.ended) throw error;
  });
}

function unavailable(detail: string): SidetoneError {
  return new SidetoneError('merge-unavailable', {detail});
}
