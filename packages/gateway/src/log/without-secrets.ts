import {shortenNumber} from '@sidetone/core';

const secretName =
  /pass(word|wd|phrase)|secret|token|authorization|cookie|^pins?$|digits|ha1|md5_cred|credential/i;
const numberName = /^(caller|called|callee|number|phone|from|to|callerId)$/i;
const dialled = /(?:\+|%2B|(?:tel|sips?):)\d{5,}/gi;
/** Deeper than anything that is logged on purpose. */
const deepest = 8;

/** A copy of what is to be logged, with secrets left out and telephone numbers shortened. Errors pass as they are: the serializer describes them. */
export function withoutSecrets(value: unknown, name = '', depth = 0): unknown {
  if (secretName.test(name) && value !== undefined && typeof value !== 'boolean') return '[secret]';
  if (typeof value === 'string')
    return numberName.test(name)
      ? shortenNumber(value)
      : value.replace(dialled, (text) => shortenNumber(text));
  if (typeof value === 'number' && numberName.test(name)) return shortenNumber(String(value));
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date)
    return value;
  if (depth >= deepest) return '[…]';
  if (Array.isArray(value)) return value.map((item: unknown) => withoutSecrets(item, name, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, key, depth + 1)]),
  );
}
