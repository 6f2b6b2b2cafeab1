import {setTimeout as sleep} from 'node:timers/promises';
import {isAway} from '../../database/failures.js';

const pause = 200;

/** Tries again for as long as the database is away: a call outlives that. Rejects with other errors, and when `signal` aborts. */
export async function persistently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isAway(error) || signal.aborted) throw error;
      await sleep(pause, undefined, {signal});
    }
  }
}
