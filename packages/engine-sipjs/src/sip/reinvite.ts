import {boundReinvite} from '@sidetone/core/engine-kit';
import type {
  IncomingResponse,
  IncomingResponseMessage,
  OutgoingInviteRequest,
  SessionDialog,
} from 'sip.js/lib/core/index.js';
import {sdpBody} from './body.js';
import {failureOf} from './failure.js';
import {refreshTarget} from './refresh-target.js';

/** Sends a re-INVITE. Resolves with its 2xx, which has been acknowledged; rejects with the SipFailure. */
export function reinvite(
  dialog: SessionDialog,
  headers: readonly string[],
  offer: string,
): Promise<IncomingResponseMessage> {
  let request!: OutgoingInviteRequest;
  const response = new Promise<IncomingResponseMessage>((resolve, reject) => {
    const refuse = (refusal: IncomingResponse) => reject(failureOf(refusal));
    request = dialog.invite(
      {
        onAccept: (answer) => {
          refreshTarget(dialog, answer.message);
          answer.ack();
          resolve(answer.message);
        },
        onRedirect: refuse,
        onReject: refuse,
      },
      {extraHeaders: [...headers], body: sdpBody(offer)},
    );
  });
  return boundReinvite(response, {
    cancel: () => void request.cancel(),
    abandon: () => {
      delete request.delegate;
      // SIP.js makes no other while it waits for this one's final response.
      dialog.reinviteUserAgentClient = undefined;
      dialog.signalingStateRollback();
    },
  });
}
