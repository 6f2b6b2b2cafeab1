/** A SIP message as the server received or sent it. */
export interface SipMessage {
  /** Milliseconds since 1970. */
  time: number;
  /** `in` from a phone to the server, `out` from the server to a phone. */
  direction: 'in' | 'out';
  /** The phone's side of the connection, `127.0.0.1:40312`. */
  peer: string;
  /** Of a request, and of the request that a response answers: `INVITE`. */
  method: string;
  /** A request's target; empty in a response. */
  target: string;
  /** A response's code; 0 in a request. */
  status: number;
  /** A response's words. */
  reason: string;
  callId: string;
  /** The first value of a header, by its long name in any case, or `undefined`. */
  header(name: string): string | undefined;
  body: string;
  /** All of it, secrets included: see `redact`. */
  text: string;
}

/** RFC 3261 section 7.3.3. */
const compact: Record<string, string> = {
  c: 'content-type',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  v: 'via',
};

/** Reads a SIP message; `undefined` for anything else, such as a keep-alive. */
export function parseSip(
  text: string,
  envelope: Pick<SipMessage, 'time' | 'direction' | 'peer'>,
): SipMessage | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = (end < 0 ? text : text.slice(0, end))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start);
  if (!request && !response) return undefined;
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const long = compact[name] ?? name;
    if (colon > 0 && !headers.has(long)) headers.set(long, line.slice(colon + 1).trim());
  }
  return {
    ...envelope,
    method: request?.[1] ?? headers.get('cseq')?.split(/\s+/)[1] ?? '',
    target: request?.[2] ?? '',
    status: Number(response?.[1] ?? 0),
    reason: response?.[2] ?? '',
    callId: headers.get('call-id') ?? '',
    header: (name) => headers.get(name.toLowerCase()),
    body: end < 0 ? '' : text.slice(end + 4),
    text,
  };
}
