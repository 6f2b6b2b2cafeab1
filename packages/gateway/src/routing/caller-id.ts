import {GatewayError} from '../errors.js';
import type {ClientInfo} from '../trunks/outbound-route.js';

/** What `{…}` in a pattern may name. */
const variables = ['id', 'deviceId', 'deviceAlias', 'userId', 'userAlias', 'tag', 'roles', 'region'] as const;
type Variable = (typeof variables)[number];

const longest = {name: 100, number: 60};

/** Throws `caller-id-invalid`, naming what no pattern may have. */
export function checkPattern(pattern: string): void {
  const wrong = (detail: string) => new GatewayError('caller-id-invalid', {detail});
  for (const [, name = ''] of pattern.matchAll(/\{([^{}]*)\}/g))
    if (!variables.includes(name as Variable))
      throw wrong(`{${name}} is none of ${variables.map((one) => `{${one}}`).join(', ')}`);
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) throw wrong('a brace without its other half');
  if (/\p{Cc}/u.test(pattern)) throw wrong('more than one line');
}

/** `{userAlias}-{userId}` with what is known of the client; what is not known is empty. */
const fill = (pattern: string, client: ClientInfo): string =>
  pattern.replace(/\{([^{}]*)\}/g, (_, name: string) => [client[name as Variable] ?? ''].flat().join(','));

/** A SIP display name: without what would end it or begin another header. */
export function displayName(pattern: string, client: ClientInfo): string {
  const text = fill(pattern, client).replace(/["\\<>\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '');
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, longest.name).join('');
}

/** The user part of a SIP URI, of which nothing has to be escaped: RFC 3261 25.1, `unreserved`, and `+`. */
export function userPart(pattern: string, client: ClientInfo): string {
  return fill(pattern, client)
    .replace(/[^A-Za-z0-9\-_.!~*'()+]/g, '')
    .slice(0, longest.number);
}
