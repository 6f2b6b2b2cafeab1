const compactForms: Record<string, string> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

const spellings: Record<string, string> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
};

/** Headers whose values may share one line, separated by commas (RFC 3261 7.3.1). */
const lists = new Set([
  'via',
  'route',
  'record-route',
  'contact',
  'allow',
  'supported',
  'require',
  'reason',
  'p-asserted-identity',
]);

/** The headers of one message: names in any case or compact form, values in order of arrival. */
export class SipHeaders {
  #entries: {name: string; value: string}[] = [];

  constructor(entries: Iterable<readonly [name: string, value: string]> = []) {
    for (const [name, value] of entries) this.add(name, value);
  }

  /** The first value. */
  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): string[] {
    const wanted = canonical(name);
    return this.#entries.filter((entry) => entry.name === wanted).map((entry) => entry.value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Appends; a list on one line becomes several values. */
  add(name: string, value: string): this {
    const key = canonical(name);
    const values = lists.has(key) ? splitList(value) : [value.trim()];
    for (const each of values) this.#entries.push({name: key, value: each});
    return this;
  }

  set(name: string, value: string): this {
    return this.delete(name).add(name, value);
  }

  delete(name: string): this {
    const key = canonical(name);
    this.#entries = this.#entries.filter((entry) => entry.name !== key);
    return this;
  }

  /** Names as RFC 3261 writes them, e.g. `Call-ID`. */
  *[Symbol.iterator](): Iterator<readonly [name: string, value: string]> {
    for (const {name, value} of this.#entries) yield [spelling(name), value];
  }
}

function canonical(name: string): string {
  const lower = name.trim().toLowerCase();
  return compactForms[lower] ?? lower;
}

function spelling(name: string): string {
  return spellings[name] ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** Splits at commas that are in neither quotes nor angle brackets. */
export function splitList(value: string): string[] {
  const parts = value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<]|["<])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
