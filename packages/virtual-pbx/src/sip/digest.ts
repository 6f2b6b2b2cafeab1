import {md5} from 'js-md5';
import {parseParams} from './address.js';
import {splitList} from './headers.js';

/** A `WWW-Authenticate` or `Proxy-Authenticate` value (RFC 3261 22). */
export function challenge(realm: string, nonce: string): string {
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`;
}

/** The fields of an `Authorization` value. */
export function parseAuthorization(value: string): Map<string, string> {
  return parseParams(splitList(value.replace(/^\s*Digest\s+/i, '')).join(';'));
}

/** Whether an `Authorization` value was made for this method with this password. */
export function proves(fields: Map<string, string>, method: string, password: string): boolean {
  const field = (name: string) => fields.get(name) ?? '';
  const ha1 = md5(`${field('username')}:${field('realm')}:${password}`);
  const ha2 = md5(`${method}:${field('uri')}`);
  const middle = field('qop')
    ? `${field('nonce')}:${field('nc')}:${field('cnonce')}:${field('qop')}`
    : field('nonce');
  return field('response').toLowerCase() === md5(`${ha1}:${middle}:${ha2}`);
}
