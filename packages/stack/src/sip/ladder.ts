import type {SipMessage} from './message.js';
import {redact} from './redact.js';

/**
 * Messages as people draw them: one line each, the phone on the left, the server on the right, milliseconds
 * since the first; below it, on request, every message in full. Secrets are removed.
 */
export function drawLadder(messages: readonly SipMessage[], {full = false} = {}): string {
  const [first] = messages;
  if (!first) return 'No SIP messages.\n';
  const names = peerNames(messages);
  const width = Math.max(...[...names.values()].map((name) => name.length));
  const rows = messages.map((message, index) => {
    const time = `${Math.round(message.time - first.time)}`.padStart(6);
    const name = (names.get(message.peer) ?? '').padEnd(width);
    const arrow = message.direction === 'in' ? '──▶' : '◀──';
    return `${`${index + 1}`.padStart(4)} ${time} ms  ${name} ${arrow} server  ${summary(message)}`;
  });
  const texts = full
    ? messages.map(({text}, index) => `\n── ${index + 1} ──\n${redact(text).trimEnd()}`)
    : [];
  return `${[...rows, ...texts].join('\n')}\n`;
}

function summary(message: SipMessage): string {
  const {method, target, status, reason, body} = message;
  const cseq = message.header('cseq')?.split(/\s+/)[0] ?? '?';
  const head = status ? `${status} ${reason} (${method} ${cseq})` : `${method} ${target} (${cseq})`;
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(body)?.[1];
  const sdp = /^m=audio/m.test(body) ? `  SDP ${direction ?? 'sendrecv'}` : '';
  const why = ['retry-after', 'reason', 'refer-to']
    .map((name) => [name, message.header(name)] as const)
    .flatMap(([name, value]) => (value ? [`  ${name}: ${value}`] : []))
    .join('');
  const fragment = /^SIP\/2\.0 (\d{3}[^\r\n]*)/m.exec(body)?.[1];
  return `${head}${sdp}${why}${fragment ? `  tells of ${fragment}` : ''}`;
}

/** A phone is called by the user it speaks for: From in what it asks, To in what it is asked. */
function peerNames(messages: readonly SipMessage[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const message of messages) {
    const asks = (message.direction === 'in') === (message.status === 0);
    const user = /sips?:([^@;>]+)@/.exec(message.header(asks ? 'from' : 'to') ?? '')?.[1];
    if (!names.has(message.peer)) names.set(message.peer, user ? `${user} ${message.peer}` : message.peer);
  }
  return names;
}
