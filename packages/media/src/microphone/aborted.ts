import {SidetoneError} from '@sidetone/core';

/** Settles as `promise` does, or rejects with `aborted` as soon as the signal says so. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  const settled = new AbortController();
  const abort = new Promise<never>((_, reject) => {
    const fail = () => reject(new SidetoneError('aborted', {cause: signal.reason}));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, {signal: settled.signal});
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, abort]);
  } finally {
    settled.abort();
  }
}
