import type {Settings} from '../settings/table.js';

/** How wrong PINs are counted: levels rise by one with each, and sink with time. */
export interface PinPolicy {
  /** Attempts in one call. */
  attempts: number;
  /** A caller's level from which its calls have to wait, and how fast it sinks, per ms. */
  callerFailures: number;
  callerDecay: number;
  /** A trunk's level from which it is under attack: a call has one attempt there, and wrong PINs are answered slowly. */
  trunkFailures: number;
  trunkDecay: number;
}

const minute = 60_000;
const hour = 60 * minute;
const firstLock = 30_000;
const longestLock = hour;
const longestDelay = 8000;

export function pinPolicy(settings: Settings): PinPolicy {
  return {
    attempts: settings.ROOM_TELEPHONY_PIN_MAX_RETRIES,
    callerFailures: settings.PIN_CALLER_FAILURES,
    callerDecay: 1 / (10 * minute),
    trunkFailures: settings.PIN_TRUNK_FAILURES,
    trunkDecay: 1 / (10 * 1000),
  };
}

/** How long a caller's calls have to wait, ms: half a minute, then twice as long with each further wrong PIN, up to an hour. */
export function callerLock(level: number, {callerFailures}: PinPolicy): number {
  const beyond = Math.round(level) - callerFailures;
  if (beyond < 0) return 0;
  return Math.min(longestLock, firstLock * 2 ** beyond);
}

/** Whether so many wrong PINs came from a trunk that it must be guessing. */
export function isUnderAttack(trunkLevel: number, {trunkFailures}: PinPolicy): boolean {
  return Math.round(trunkLevel) >= trunkFailures;
}

/** How long the answer to a wrong PIN is held back, ms: longer with each in the call, and longest on a trunk under attack. */
export function wrongDelay(attempt: number, underAttack: boolean): number {
  if (underAttack) return longestDelay;
  return Math.min(longestDelay, 250 * 2 ** (attempt - 1));
}
