import {SipFailure} from '@sidetone/core';
import {failureOf} from './failure.js';
import type {IncomingResponse, Session} from './jssip.js';

interface DialogRequest {
  method: 'INVITE' | 'INFO' | 'REFER';
  headers: string[];
  body?: string;
  /** Called with the CSeq each time it is sent: again when it was challenged. */
  sent?(cseq: number): void;
  /** Called for each 2xx, also for one that is repeated. */
  succeeded?(response: IncomingResponse): void;
}

/** Sends a request within the dialog. Resolves with its first 2xx, rejects with the failure; the call lives either way. */
export function sendInDialog(
  session: Session,
  {method, headers, body = '', sent, succeeded}: DialogRequest,
): Promise<IncomingResponse> {
  return new Promise((resolve, reject) => {
    const fail = (response?: IncomingResponse) => reject(failureOf(response));
    const request = session.sendRequest(method, {
      extraHeaders: headers,
      body,
      eventHandlers: {
        onAuthenticated: ({cseq}) => sent?.(cseq),
        onSuccessResponse: (response) => {
          succeeded?.(response);
          resolve(response);
        },
        onErrorResponse: fail,
        onDialogError: fail,
        onRequestTimeout: fail,
        onTransportError: fail,
      },
    });
    if (request) sent?.(request.cseq);
    else reject(new SipFailure(0, 'The call has no dialog'));
  });
}
