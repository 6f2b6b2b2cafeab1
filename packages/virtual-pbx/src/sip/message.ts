import {SipHeaders} from './headers.js';

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: SipHeaders;
  body: string;
}

export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: SipHeaders;
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** A text that is no SIP message. */
export class SipSyntaxError extends Error {
  override readonly name = 'SipSyntaxError';
}

/**
 * Reads one whole message, as a WebSocket carries it (RFC 7118 5). Tolerates folded lines, compact header
 * names, bare line feeds, leading empty lines and a missing Content-Length.
 * @throws SipSyntaxError
 */
export function parseMessage(text: string): SipMessage {
  const source = text.replace(/^(?:\r?\n)+/, '');
  const end = /\r?\n\r?\n/.exec(source);
  const head = end ? source.slice(0, end.index) : source;
  const [first = '', ...lines] = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const headers = new SipHeaders(lines.map(parseHeader));
  const body = cut(end ? source.slice(end.index + end[0].length) : '', headers.get('Content-Length'));

  const status = /^SIP\/2\.0 +(\d{3})(?: +(.*))?$/i.exec(first);
  if (status)
    return {kind: 'response', status: Number(status[1]), reason: (status[2] ?? '').trim(), headers, body};
  const request = /^([A-Za-z!%*_+`'~.-]+) +(\S+) +SIP\/2\.0$/i.exec(first);
  if (request) return {kind: 'request', method: request[1]!, uri: request[2]!, headers, body};
  throw new SipSyntaxError(`Not a SIP start line: ${first}`);
}

/** Content-Length is counted here: whatever the headers say is replaced. */
export function formatMessage(message: SipMessage): string {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = [...message.headers].filter(([name]) => name !== 'Content-Length');
  lines.push(['Content-Length', String(new TextEncoder().encode(message.body).length)]);
  return `${[first, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n${message.body}`;
}

export function cseqOf(message: SipMessage): {number: number; method: string} {
  const [number = '', method = ''] = (message.headers.get('CSeq') ?? '').split(/\s+/);
  return {number: Number(number), method};
}

function parseHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new SipSyntaxError(`Not a header: ${line}`);
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

function cut(body: string, contentLength: string | undefined): string {
  if (contentLength === undefined) return body;
  const length = Number(contentLength);
  const bytes = new TextEncoder().encode(body);
  if (!Number.isInteger(length) || length < 0) throw new SipSyntaxError(`Not a length: ${contentLength}`);
  if (bytes.length < length) throw new SipSyntaxError(`The body has ${bytes.length} of ${length} bytes.`);
  return new TextDecoder().decode(bytes.subarray(0, length));
}
