import {parsePhoneNumberFromString, type CountryCode} from 'libphonenumber-js/min';
import type {SipParty} from './engine/engine.js';

/** The other end of a call, as people see it. */
export interface RemoteParty {
  /** `sip:bob@example.org` */
  uri: string;
  /** Their display name, else the number or user as people write it. */
  displayName: string;
  /** E.164, when the user part is a telephone number. */
  number?: string;
}

/** Whom a SIP address stands for. Never throws: a far side may send anything. */
export function remoteParty({uri, displayName}: SipParty, country?: CountryCode): RemoteParty {
  const user = sipUser(uri);
  const number = /^\+?\d{5,}$/.test(user) ? parsePhoneNumberFromString(user, country) : undefined;
  const known = number?.isValid() ? number : undefined;
  return {
    uri,
    displayName: displayName.trim() || (known ? known.formatInternational() : user) || uri,
    ...(known && {number: known.number}),
  };
}

/** The user part of a SIP URI as people write it: `bob` of `sip:bob@example.org`, `+41446681800` of that number's `tel:`, or nothing. */
export function sipUser(uri: string): string {
  return decode(uri.replace(/^(sips?|tel):/i, '').replace(/[@;].*$/, ''));
}

function decode(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
