import type {DialogId} from '@sidetone/core';
import {asFailure, Referral, replaces} from '@sidetone/core/engine-kit';
import {followReports} from './internals.js';
import type {Session, Uri} from './jssip.js';
import {sendInDialog} from './request.js';

/** The Refer-To that makes another phone take a dialog's place (RFC 5589 7.3). */
export function referToWithReplaces(target: Uri, dialog: DialogId): Uri {
  const uri = target.clone();
  uri.clearParams();
  uri.clearHeaders();
  uri.setHeader('Replaces', replaces(dialog));
  return uri;
}

export interface ReferOptions {
  target: Uri;
  /** Who transfers: the address of record. */
  referredBy: string;
  onProgress?: ((code: number, reason: string) => void) | undefined;
}

/** REFER. Resolves when a NOTIFY reports a 2xx, rejects when the REFER or a NOTIFY reports a failure. */
export function refer(session: Session, {target, referredBy, onProgress}: ReferOptions): Promise<void> {
  const referral = new Referral(onProgress);
  let forget = () => {};
  const listen = (cseq: number) => {
    forget();
    forget = followReports(session, cseq, (notify) =>
      referral.notified(notify.getHeader('subscription-state'), notify.body),
    );
  };
  sendInDialog(session, {
    method: 'REFER',
    headers: [`Refer-To: <${target}>`, `Referred-By: <${referredBy}>`, `Contact: ${session.contact}`],
    sent: listen,
  }).catch((error: unknown) => referral.fail(asFailure(error)));
  return referral.outcome.finally(() => forget());
}
