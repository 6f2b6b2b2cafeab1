import {SipFailure} from '@sidetone/core';
import {parseRetryAfter} from '@sidetone/core/engine-kit';
import type {IncomingResponse} from './jssip.js';
import {realStatus} from './link-socket.js';

/** A refused request; without a response it got none. */
export function failureOf(response?: IncomingResponse | null): SipFailure {
  if (!response) return new SipFailure(0, 'No response');
  const retryAfter = parseRetryAfter(response.getHeader('retry-after'));
  return new SipFailure(realStatus(response.status_code), response.reason_phrase, retryAfter);
}
