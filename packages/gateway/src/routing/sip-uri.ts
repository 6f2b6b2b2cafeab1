import {parsePhoneNumberFromString, type CountryCode} from 'libphonenumber-js';

/** Whom a URI of SIP names. */
interface SipAddress {
  /** Unescaped; empty when there is none. */
  user: string;
  /** In small letters, without a port. */
  host: string;
}

/** The password that RFC 3261 advises against is passed over, as parameters are. */
const uri = /^sips?:(?:([^@:;?<>\s]*)(?:[:;][^@<>\s]*)?@)?(\[[0-9a-f:.]+\]|[^@:;?<>\s,[\]]+)/i;
const quotedName = /^"(?:[^"\\]|\\.)*"/;

/** Of a header such as `"Shop" <sip:+41446681800@provider.example.org:5060;user=phone>;tag=1`, or a URI alone; `undefined` when it is none of SIP. */
export function sipAddress(text: string): SipAddress | undefined {
  // In steps that each look at a character once: strangers write these headers.
  const unnamed = text.trim().replace(quotedName, '');
  const [, user = '', host] = uri.exec(unnamed.slice(unnamed.indexOf('<') + 1).trim()) ?? [];
  if (!host) return undefined;
  return {user: unescape(user), host: host.toLowerCase().replace(/\.$/, '')};
}

/** The address in a header as it is written there, without name and parameters: `sip:alice@example.org`. Empty when it is none. */
export function uriOf(header: string): string {
  const address = sipAddress(header);
  if (!address) return '';
  return address.user ? `sip:${encodeURI(address.user)}@${address.host}` : `sip:${address.host}`;
}

/**
 * One way to write all URIs of the same called party: `sip:`, small letters, no port and no parameters, and a telephone number as E.164,
 * however a trunk writes it (`0446681800`, `0041446681800`).
 */
export function canonicalUri({user, host}: SipAddress, country: CountryCode): string {
  const name = numberOf(user, country) ?? user.toLowerCase();
  return name ? `sip:${name}@${host}` : `sip:${host}`;
}

/** A telephone number as E.164; `undefined` when it is none. */
export function numberOf(user: string, country: CountryCode): string | undefined {
  if (!/^\+?[\d().-]+$/.test(user)) return undefined;
  const parsed = parsePhoneNumberFromString(user, country);
  return parsed?.isPossible() ? parsed.number : undefined;
}

function unescape(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
