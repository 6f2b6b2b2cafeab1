import {asFailure} from './failure.js';

/** Of one change, after 491s. */
const attempts = 4;

export interface GlareOptions {
  /** This side made the Call-ID. */
  madeCallId: boolean;
  /** Rejects when the call is over. */
  over: Promise<never>;
}

/** Tries again when both sides made an offer at once (491), after the pause that lets one of them go first. */
export async function throughGlare<Result>(
  attempt: () => Promise<Result>,
  {madeCallId, over}: GlareOptions,
): Promise<Result> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.status !== 491 || count === attempts) throw failure;
    }
    await Promise.race([new Promise((resolve) => setTimeout(resolve, glarePause(madeCallId))), over]);
  }
}

/**
 * How long to wait after a 491, in ms (RFC 3261 14.1): 2.1 to 4 s for who made the Call-ID, 0 to 2 s for the
 * other side, in steps of 10 ms.
 */
export function glarePause(madeCallId: boolean, random = Math.random()): number {
  const [least, most] = madeCallId ? [210, 400] : [0, 200];
  return 10 * (least + Math.floor(random * (most - least + 1)));
}
