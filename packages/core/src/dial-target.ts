import type {CountryCode} from 'libphonenumber-js/min';
import {dialText, invalid} from './dial-text.js';
import {SidetoneError} from './errors.js';
import {readNumber, validNumber} from './phone-number.js';
import {splitPostDial, type NumberText} from './post-dial.js';
import {encodeUser, readAddress} from './sip-address.js';

/** What is called, and what is sent after the answer. */
export interface DialTarget {
  /** A SIP URI that is safe to put into a request: `sip:+41446681800@example.org`. */
  uri: string;
  /** As people write it: `+41 44 668 18 00`, `bob`, `carol@elsewhere.example`. */
  display: string;
  /** E.164, when it is a telephone number. */
  number?: string;
  /** Tones to send once connected: `0-9*#`, each `,` a pause of 2 s. */
  postDial?: string;
}

export interface DialTargetOptions {
  /** Where names, extensions and numbers are dialled at: the account's domain. */
  domain: string;
  /** ISO 3166 code of the country whose national numbers are understood. Default `US`. */
  country?: CountryCode;
}

/**
 * Understands what a person types or pastes, or a link holds:
 *
 * - telephone numbers in any common writing, `tel:` URIs (RFC 3966) with `;ext=` and pauses (`,` or `p`)
 * - extensions and service codes, dialled as they are: `600`, `*97`
 * - names: `bob`; addresses: `bob@host`, `sip:bob@host;transport=ws` (RFC 3261 19.1). `sip:bob` is a name too.
 *
 * Digits that are a valid number of the country become E.164, others are dialled as typed.
 * Throws `dial-target-empty`, `dial-target-invalid` with a plain reason, or `configuration-invalid` without a domain.
 */
export function parseDialTarget(input: string, {domain, country = 'US'}: DialTargetOptions): DialTarget {
  if (!domain) throw new SidetoneError('configuration-invalid', {detail: 'there is no domain to call at'});
  const {scheme, text} = dialText(input);
  if (scheme === 'sip' || scheme === 'sips') return addressTarget(text, scheme, domain);
  const number = text.includes('@') ? undefined : splitPostDial(text);
  if (number) return numberTarget(number, domain, country);
  if (scheme === 'tel') throw invalid('there is no telephone number in this link');
  return addressTarget(text, 'sip', domain);
}

function numberTarget(text: NumberText, domain: string, country: CountryCode): DialTarget {
  const number = readNumber(text.main, country, text.context);
  const typed = text.main.replace(/[^\d*#]/g, '');
  return {
    uri: `sip:${encodeUser(number?.number ?? typed)}@${domain}`,
    display: number?.formatInternational() ?? typed,
    ...(number && {number: number.number}),
    ...(text.postDial && {postDial: text.postDial}),
  };
}

function addressTarget(text: string, scheme: 'sip' | 'sips', domain: string): DialTarget {
  const {user, host = domain, parameters} = readAddress(text, scheme);
  const number = /^\+\d+$/.test(user) ? validNumber(user) : undefined;
  const name = number?.formatInternational() ?? user;
  return {
    uri: `${scheme}:${encodeUser(user)}@${host}${parameters}`,
    display: host.toLowerCase() === domain.toLowerCase() ? name : `${user}@${host}`,
    ...(number && {number: number.number}),
  };
}
