import {setTimeout as sleep} from 'node:timers/promises';
import {isAway} from '../../database/failures.js';

const shortest = 200;

interface Persistence {
  /** Whether it may go well after such an error; by default, whether the database is away: a call outlives that. */
  passes?(error: unknown): boolean;
  /** Pauses between tries double up to so many ms; by default they stay short. */
  longest?: number;
}

/** Tries again for as long as errors pass. Rejects with other errors, and when `signal` aborts. */
export async function persistently<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  {passes = isAway, longest = shortest}: Persistence = {},
): Promise<T> {
  for (let pause = shortest; ; pause = Math.min(2 * pause, longest)) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || signal.aborted) throw error;
      await sleep(pause, undefined, {signal});
    }
  }
}
