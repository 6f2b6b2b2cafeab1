import {SipFailure} from '@sidetone/core';
import {parseRetryAfter} from '@sidetone/core/engine-kit';
import type {IncomingResponse} from 'sip.js/lib/core/index.js';

/** SIP.js makes a bare 408 of its own when no response came: such a message was never received. */
export function isTimeout({message}: IncomingResponse): boolean {
  return !message.data;
}

/** A refused request; status 0 when no response came. */
export function failureOf(response: IncomingResponse): SipFailure {
  const {message} = response;
  if (isTimeout(response)) return new SipFailure(0, 'No response');
  return new SipFailure(
    message.statusCode ?? 0,
    message.reasonPhrase ?? '',
    parseRetryAfter(message.getHeader('retry-after')),
  );
}
