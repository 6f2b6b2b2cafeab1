import type {SessionEnd} from '@sidetone/core';
import {endOfMessage, type EndMessage} from '@sidetone/core/engine-kit';
import {realStatus} from './link-socket.js';

/** What JsSIP tells about an end, as far as it matters. */
interface EndFacts {
  originator: 'local' | 'remote' | 'system';
  message: Message | string | null;
  cause: string;
}

interface Message extends EndMessage {
  status_code?: number;
  reason_phrase?: string;
}

/** JsSIP's causes that need telling apart. */
const causes = {
  noAck: 'No ACK',
  expired: 'Expires',
  canceled: 'Canceled',
  mediaError: 'WebRTC Error',
} as const;

/**
 * How a session ended. `intended` is what this side had asked for, or what it saw coming: JsSIP calls both, and its
 * own time-outs, local.
 */
export function sessionEnd(facts: EndFacts, intended: SessionEnd | undefined): SessionEnd {
  const {originator, message, cause} = facts;
  if (message && typeof message === 'object') return told(message);
  if (cause === causes.expired) return {by: 'remote', code: 0, reason: 'Expired'};
  if (cause === causes.noAck) return {by: 'network', code: 0, reason: cause};
  if (originator === 'remote') return {by: 'remote', code: 0, reason: ''};
  if (intended) return intended;
  // It refused an offer that the browser cannot use, with 488.
  if (originator === 'system' && cause === causes.mediaError)
    return {by: 'local', code: 488, reason: 'Not Acceptable Here'};
  return {by: 'network', code: 0, reason: cause === causes.canceled ? 'No response' : cause};
}

/** The end as the far side tells it. */
function told(message: Message): SessionEnd {
  const code = realStatus(message.status_code ?? 0);
  // It accepted, with a description that the browser cannot use: JsSIP has ended it again.
  if (code >= 200 && code < 300) return {by: 'network', code: 488, reason: 'Not Acceptable Here'};
  return endOfMessage(message, code, message.reason_phrase);
}
