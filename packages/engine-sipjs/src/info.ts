import {SipFailure} from '@sidetone/core';
import {parseDigit} from '@sidetone/core/engine-kit';
import type {IncomingInfoRequest, SessionDialog} from 'sip.js/lib/core/index.js';
import {failureOf} from './sip/failure.js';
import {keepSequence} from './sip/sequence.js';

/** Sends an INFO; resolves on 2xx, rejects with the {@link SipFailure} otherwise. */
export function sendInfo(dialog: SessionDialog, contentType: string, content: string): Promise<void> {
  if (!/^[^\s/]+\/[^\r\n]+$/.test(contentType))
    return Promise.reject(new SipFailure(0, 'The content type is not valid'));
  return new Promise<void>((resolve, reject) => {
    const request = dialog.info(
      {
        onAccept: () => {
          keepSequence(dialog, request);
          resolve();
        },
        onRedirect: (response) => reject(failureOf(response)),
        onReject: (response) => {
          keepSequence(dialog, request);
          reject(failureOf(response));
        },
      },
      {body: {contentDisposition: 'render', contentType, content}},
    );
  });
}

/** Answers an INFO as far as it is understood here; returns the digit it brings, if any. */
export function receiveInfo(request: IncomingInfoRequest): string | undefined {
  const {message} = request;
  const type = message.getHeader('content-type') ?? '';
  if (message.hasHeader('info-package')) {
    request.reject({statusCode: 469, extraHeaders: ['Recv-Info:']});
    return undefined;
  }
  if (message.body && !/^application\/dtmf(-relay)?\b/i.test(type)) {
    request.reject({statusCode: 415, extraHeaders: ['Accept: application/dtmf-relay, application/dtmf']});
    return undefined;
  }
  request.accept();
  return parseDigit(type, message.body ?? '');
}
