import type {SipMessage} from '@sidetone/sip';

/** One side of a dialog says whether it takes any voice. */
export interface PortHold {
  /** The dialog's Call-ID. */
  callId: string;
  /** Whose word it is, by their tag in the dialog: only they can take it back. */
  tag: string;
  on: boolean;
}

/**
 * Reads a hold by port 0 (RFC 3264 8.2), or its end, from a request within a dialog. Asterisk refuses such offers by 488 and leaves everything as it
 * was, so that nobody else hears of it. `undefined` for messages without an offer or answer.
 */
export function readPortHold({method, status, callId, header, body}: SipMessage): PortHold | undefined {
  if (status !== 0 || !negotiating.has(method) || !tagOf(header('to'))) return undefined;
  if (!/^application\/sdp\b/i.test(header('content-type') ?? '')) return undefined;
  const ports = [...body.matchAll(/^m=audio (\d+)/gm)].map(([, port]) => Number(port));
  const tag = tagOf(header('from'));
  return tag && ports.length ? {callId, tag, on: ports.every((port) => port === 0)} : undefined;
}

/** ACK: it answers an offer that came with the response. */
const negotiating: ReadonlySet<string> = new Set(['INVITE', 'UPDATE', 'ACK']);

const tagOf = (address = '') => /;\s*tag\s*=\s*([^;\s]+)/i.exec(address.replace(/^.*>/, ''))?.[1];
