import {SidetoneError} from './errors.js';

/** What every operation takes that may last. */
export interface OperationOptions {
  /**
   * Ends the wait with `aborted`. What was not sent yet is not sent; what the far side was asked for already cannot be
   * taken back, and still counts when it is confirmed.
   */
  signal?: AbortSignal | undefined;
}

/** Throws `aborted`. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(signal);
}

/** Settles as `promise` does, or rejects with `aborted` before. */
export function unlessAborted<Result>(
  promise: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(aborted(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Something under way that several may wait for. It is called off, as far as it can be, once each of them has given up. */
export class SharedWait {
  readonly #calledOff = new AbortController();
  readonly #outcome: Promise<void>;
  #waiting = 0;

  constructor(act: (signal: AbortSignal) => Promise<void>) {
    this.#outcome = act(this.#calledOff.signal);
    this.#outcome.catch(() => {}); // perhaps nobody waits any more
  }

  async join(signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal);
    this.#waiting++;
    const giveUp = () => {
      if (--this.#waiting === 0) this.#calledOff.abort();
    };
    signal?.addEventListener('abort', giveUp);
    try {
      await unlessAborted(this.#outcome, signal);
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }
}

function aborted(signal: AbortSignal): SidetoneError {
  return new SidetoneError('aborted', {cause: signal.reason});
}
