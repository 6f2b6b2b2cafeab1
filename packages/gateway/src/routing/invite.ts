/** An INVITE as applications are told of it. */
export interface Invite {
  /** By their long names, those of RFC 3261 in its own spelling. Several of one name are one, with commas. */
  headers: Readonly<Record<string, string>>;
  /** Its body; empty when it had none, or only the headers are known. */
  sdp: string;
}

/** Their spelling, so that receivers find `From` however a provider writes it. */
const known = [
  ...['Accept', 'Accept-Encoding', 'Accept-Language', 'Alert-Info', 'Allow', 'Call-ID', 'Call-Info'],
  ...['Contact', 'Content-Disposition', 'Content-Encoding', 'Content-Language', 'Content-Length'],
  ...['Content-Type', 'CSeq', 'Date', 'Diversion', 'Expires', 'From', 'History-Info', 'Identity'],
  ...['In-Reply-To', 'Max-Forwards', 'MIME-Version', 'Min-SE', 'Organization', 'P-Asserted-Identity'],
  ...['P-Preferred-Identity', 'Priority', 'Privacy', 'Proxy-Require', 'Record-Route', 'Referred-By'],
  ...['Remote-Party-ID', 'Replaces', 'Reply-To', 'Require', 'Route', 'Session-Expires', 'Subject'],
  ...['Supported', 'Timestamp', 'To', 'User-Agent', 'Via', 'Warning'],
];
const spelling = new Map(known.map((name) => [name.toLowerCase(), name]));
/** RFC 3261 7.3.3, and those that came later. */
const compact = new Map(
  Object.entries({
    b: 'Referred-By',
    c: 'Content-Type',
    e: 'Content-Encoding',
    f: 'From',
    i: 'Call-ID',
    k: 'Supported',
    l: 'Content-Length',
    m: 'Contact',
    s: 'Subject',
    t: 'To',
    v: 'Via',
    x: 'Session-Expires',
    y: 'Identity',
  }),
);
/** What could be used again. */
const secret = /^(?:proxy-)?authorization$/i;

/** Headers as a dictionary, digests left out. */
export function headersOf(headers: readonly (readonly [string, string])[]): Record<string, string> {
  const found = new Map<string, {name: string; values: string[]}>();
  for (const [written, value] of headers) {
    const small = written.toLowerCase();
    const name = compact.get(small) ?? spelling.get(small) ?? written;
    if (secret.test(name)) continue;
    const key = name.toLowerCase();
    const {values} = found.get(key) ?? {};
    if (values) values.push(value);
    else found.set(key, {name, values: [value]});
  }
  return Object.fromEntries([...found.values()].map(({name, values}) => [name, values.join(', ')]));
}

/** A session description without the keys of its media: RFC 4568, and the `k=` that RFC 8866 advises against. */
export const withoutKeys = (sdp: string): string =>
  sdp.replace(/^(a=crypto:\S+ \S+ )[^\r\n]*/gim, '$1[removed]').replace(/^k=[^\r\n]*/gim, 'k=[removed]');
