import {SipFailure} from '../engine/engine.js';

/** How long a re-INVITE may be answered provisionally only, in ms: as long as it may get no answer at all (timer B). */
const finalResponse = 32_000;
/** How long the far side may take to confirm the CANCEL that follows, in ms. */
const cancellation = 4_000;

/** A re-INVITE that is under way. */
export interface PendingReinvite {
  /** Sends a CANCEL (RFC 3261 9.1). A 2xx may still cross it. */
  cancel(): void;
  /** The CANCEL was ignored too: whatever comes is not listened to. */
  abandon(): void;
}

/** The final response of a re-INVITE, or a SipFailure with status 0 when the far side gives none in time. */
export function boundReinvite<Response>(
  response: Promise<Response>,
  pending: PendingReinvite,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const late = new SipFailure(0, 'No final response');
    let cancelled = false;
    let timer = setTimeout(() => {
      cancelled = true;
      timer = setTimeout(() => {
        pending.abandon();
        reject(late);
      }, cancellation);
      pending.cancel();
    }, finalResponse);
    response
      .then(resolve, (error: unknown) => reject(cancelled ? late : error))
      .finally(() => clearTimeout(timer));
  });
}
