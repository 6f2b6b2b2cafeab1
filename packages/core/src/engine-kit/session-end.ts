import type {SessionEnd} from '../engine/engine.js';
import {listed, parseReason, parseRetryAfter} from './headers.js';

/** The headers of a message that tell how and why a session ended. */
export interface EndMessage {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

/** The end as the far side tells it: by a final response, or with code 0 by a BYE or a CANCEL. */
export function endOfMessage(message: EndMessage, code = 0, phrase = ''): SessionEnd {
  const reason = parseReason(message.getHeaders('reason'));
  const retryAfter = parseRetryAfter(message.getHeader('retry-after'));
  return {
    by: 'remote',
    code,
    reason: code ? phrase : (reason?.text ?? ''),
    ...(reason && {reasonHeader: {protocol: reason.protocol, cause: reason.cause}}),
    ...(retryAfter !== undefined && {retryAfter}),
    ...(code >= 300 && code < 400 && {contacts: message.getHeaders('contact').flatMap(listed).map(uriOf)}),
  };
}

function uriOf(contact: string): string {
  return /<([^>]*)>/.exec(contact)?.[1] ?? contact.replace(/;.*$/, '').trim();
}
