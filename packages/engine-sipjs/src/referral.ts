import {Referral, replaces, Turns} from '@sidetone/core/engine-kit';
import type {IncomingNotifyRequest, IncomingRequestMessage, SessionDialog} from 'sip.js/lib/core/index.js';
import {failureOf} from './sip/failure.js';
import {keepSequence} from './sip/sequence.js';

export interface ReferralOptions {
  referTo: string;
  headers: readonly string[];
  onProgress?: ((code: number, reason: string) => void) | undefined;
}

/** The REFERs of one dialog, one at a time, each followed through its NOTIFYs (RFC 3515). */
export class Referrals {
  readonly #turns = new Turns();
  #notified: ((message: IncomingRequestMessage) => void) | undefined;

  /** Resolves when the far side reports a 2xx, rejects with the failure it reports. */
  refer(dialog: SessionDialog, options: ReferralOptions): Promise<void> {
    return this.#turns.take(() => this.#refer(dialog, options));
  }

  receiveNotify(request: IncomingNotifyRequest): void {
    if (!/^\s*refer\b/i.test(request.message.getHeader('event') ?? '')) {
      request.reject({statusCode: 489});
      return;
    }
    if (!this.#notified) {
      request.reject({statusCode: 481});
      return;
    }
    request.accept();
    this.#notified(request.message);
  }

  #refer(dialog: SessionDialog, {referTo, headers, onProgress}: ReferralOptions): Promise<void> {
    const referral = new Referral(onProgress);
    this.#notified = (message) => {
      if (concerns(message, request.message.cseq))
        referral.notified(message.getHeader('subscription-state'), message.body);
    };
    const request = dialog.refer(
      {
        onAccept: () => keepSequence(dialog, request),
        onRedirect: (response) => referral.fail(failureOf(response)),
        onReject: (response) => {
          keepSequence(dialog, request);
          referral.fail(failureOf(response));
        },
      },
      {extraHeaders: [`Refer-To: ${referTo}`, ...headers]},
    );
    return referral.outcome.finally(() => (this.#notified = undefined));
  }
}

/** The id of the Event header is the CSeq of the REFER (RFC 3515 2.4.6); it may be left out. */
function concerns(message: IncomingRequestMessage, cseq: number): boolean {
  const id = /;\s*id\s*=\s*(\d+)/i.exec(message.getHeader('event') ?? '')?.[1];
  return id === undefined || Number(id) === cseq;
}

/**
 * The Refer-To of an attended transfer: the far side of `dialog`, in its place (RFC 5589 7.3). A browser's Contact
 * leads nowhere without its WebSocket; then its address of record has to do.
 */
export function replacing({callId, localTag, remoteTag, remoteTarget, remoteURI}: SessionDialog): string {
  const target = remoteTarget.host.endsWith('.invalid') ? remoteURI : remoteTarget;
  return `<${target.toRaw()}?Replaces=${replaces({callId, localTag, remoteTag})}>`;
}
