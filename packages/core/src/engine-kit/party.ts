import type {SipParty} from '../engine/engine.js';

/**
 * Who stands first in a From, To, P-Asserted-Identity or Remote-Party-ID (RFC 3261 20.10). A user part may hold
 * semicolons, question marks and commas, inside angle brackets only.
 */
export function parseParty(value: string | undefined): SipParty | undefined {
  const named = /^\s*(?:"((?:\\.|[^"\\])*)"|([^"<,]*?))\s*<([^>]*)>/.exec(value ?? '');
  const uri = named
    ? /^\s*((?:sips?:(?:[^@>\s]*@)?|tel:)[^@;?>\s]+)/i.exec(named[3] ?? '')?.[1]
    : /^\s*((?:sips?|tel):[^;?,>\s]+)/i.exec(value ?? '')?.[1];
  if (uri === undefined) return undefined;
  return {uri, displayName: named?.[1]?.replace(/\\(.)/g, '$1') ?? named?.[2] ?? ''};
}

/**
 * Who a server vouches for: P-Asserted-Identity (RFC 3325), or the older Remote-Party-ID. A bare server names nobody:
 * Asterisk asserts `<sip:example.org>` for a party of which it knows neither number nor name.
 */
export function assertedParty(header: (name: string) => string | undefined): SipParty | undefined {
  return ['p-asserted-identity', 'remote-party-id'].map((name) => parseParty(header(name))).find(isSomebody);
}

function isSomebody(party: SipParty | undefined): boolean {
  return !!party && (party.displayName !== '' || /^tel:|@/i.test(party.uri));
}
