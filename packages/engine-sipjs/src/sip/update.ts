import {
  NonInviteClientTransaction,
  UserAgentClient,
  type IncomingResponse,
  type IncomingResponseMessage,
  type SessionDialog,
} from 'sip.js/lib/core/index.js';
import {failureOf} from './failure.js';
import {refreshTarget} from './refresh-target.js';
import {keepSequence} from './sequence.js';

/** Sends an UPDATE without an offer (RFC 3311), which SIP.js does not know. Resolves with its 2xx, rejects with the SipFailure. */
export function sendUpdate(dialog: SessionDialog, headers: string[]): Promise<IncomingResponseMessage> {
  return new Promise((resolve, reject) => {
    const refuse = (response: IncomingResponse) => {
      keepSequence(dialog, request);
      reject(failureOf(response));
    };
    const message = dialog.createOutgoingRequestMessage('UPDATE', {extraHeaders: headers});
    const request = new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, {
      onAccept: (response) => {
        keepSequence(dialog, request);
        refreshTarget(dialog, response.message);
        resolve(response.message);
      },
      onRedirect: refuse,
      onReject: refuse,
    });
  });
}
