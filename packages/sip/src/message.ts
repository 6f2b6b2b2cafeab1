/** A SIP message as it was on the wire. */
export interface SipMessage {
  /** Of a request, and of the request that a response answers: `INVITE`. */
  method: string;
  /** A request's target; empty in a response. */
  target: string;
  /** A response's code; 0 in a request. */
  status: number;
  /** A response's words. */
  reason: string;
  callId: string;
  /** All headers as they were written, in their order; folded lines are one. */
  headers: readonly (readonly [name: string, value: string])[];
  /** The first value of a header, by its long name in any case, or `undefined`. */
  header(name: string): string | undefined;
  body: string;
  /** All of it, secrets included. */
  text: string;
}

/** RFC 3261 section 7.3.3. */
const compact = new Map(
  Object.entries({
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
  }),
);

/** Reads a SIP message; `undefined` for anything else, such as a keep-alive. */
export function parseSip(text: string): SipMessage | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = (end < 0 ? text : text.slice(0, end))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start);
  if (!request && !response) return undefined;
  const headers = lines.flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]] : [];
  });
  const first = new Map<string, string>();
  for (const [name, value] of headers) {
    const long = compact.get(name.toLowerCase()) ?? name.toLowerCase();
    if (!first.has(long)) first.set(long, value);
  }
  return {
    method: request?.[1] ?? first.get('cseq')?.split(/\s+/)[1] ?? '',
    target: request?.[2] ?? '',
    status: Number(response?.[1] ?? 0),
    reason: response?.[2] ?? '',
    callId: first.get('call-id') ?? '',
    headers,
    header: (name) => first.get(name.toLowerCase()),
    body: end < 0 ? '' : text.slice(end + 4),
    text,
  };
}
