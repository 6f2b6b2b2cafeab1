/** What Asterisk asks in one request. */
export interface Question {
  /** The Asterisk's id. */
  asterisk: string;
  secret: string;
  form: 'single' | 'multi';
  fields: Record<string, string>;
}

/**
 * Reads the body that comes of {@link questionBody}: `asterisk=one&secret=…&ask=/single,id=alice%40example.org`.
 * `undefined` when it is none.
 */
export function readQuestion(body: string): Question | undefined {
  const [, asker = '', form, fields = ''] = /^([^/]*)&ask=\/(single|multi),(.*)$/s.exec(body) ?? [];
  if (form !== 'single' && form !== 'multi') return undefined;
  const own = new URLSearchParams(asker);
  return {
    asterisk: own.get('asterisk') ?? '',
    secret: own.get('secret') ?? '',
    form,
    fields: Object.fromEntries(new URLSearchParams(fields)),
  };
}

/**
 * The beginning of such a body. `res_config_curl` makes `${CURL(<address>/single,<fields>)}` of a table's address: with
 * this behind a comma the address ends before it, and the rest is posted.
 */
export function questionBody(asterisk: string, secret: string): string {
  // It becomes part of a dialplan expression, where brackets and quotes mean something.
  const safe = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `asterisk=${safe(asterisk)}&secret=${safe(secret)}&ask=`;
}
