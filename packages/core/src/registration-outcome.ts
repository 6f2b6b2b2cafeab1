import type {Account} from './account.js';
import {SidetoneError} from './errors.js';

/** What becomes of a registration next: resolves once registered, rejects when it failed, or with `aborted`. */
export function registrationOutcome(account: Account, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const settle = (act: () => void) => {
      done.abort();
      act();
    };
    const abort = () => settle(() => reject(new SidetoneError('aborted')));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, {signal: done.signal});
    account.addEventListener(
      'registration',
      () => {
        if (account.registration === 'registered') settle(resolve);
        if (account.registration === 'failed') settle(() => reject(account.error));
        if (account.registration === 'unregistered') abort();
      },
      {signal: done.signal},
    );
  });
}
