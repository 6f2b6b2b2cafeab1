import {
  Metadata,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/min';
import {invalid} from './dial-text.js';

export type {CountryCode};

const wrongLength: Record<string, string> = {
  TOO_SHORT: 'the number is too short',
  TOO_LONG: 'the number is too long',
  INVALID_LENGTH: 'the number has too many or too few digits',
  INVALID_COUNTRY: 'no country has this code',
};

/**
 * The telephone number that digits stand for, undefined when they are an extension or a service code.
 * Throws `dial-target-invalid` when a number with a country code cannot exist.
 *
 * @param context Country code of a local `tel:` number, `+41`.
 */
export function readNumber(written: string, country: CountryCode, context?: string): PhoneNumber | undefined {
  if (/[*#]/.test(written)) {
    if (written.includes('+')) throw invalid('a number with a country code has only digits');
    return undefined;
  }
  if (written.includes('+')) return international(written.replace(/^[^+]*/, ''));
  if (context?.startsWith('+')) return validNumber(`${context}${written}`);
  return isNationalLength(written.replace(/\D/g, ''), country) ? validNumber(written, country) : undefined;
}

function international(written: string): PhoneNumber {
  const problem = validatePhoneNumberLength(written);
  const number = problem ? undefined : parse(written);
  if (!number) throw invalid(wrongLength[problem ?? ''] ?? 'this is no telephone number');
  return number;
}

/**
 * Short digits are the PBX's own extensions, although some countries (Germany) have numbers as short as
 * that within a town. Where all numbers have six digits (Greenland), six are a number.
 */
function isNationalLength({length, 0: first}: string, country: CountryCode): boolean {
  if (length > 6 || first === '0') return true;
  return length === 6 && Math.min(...possibleLengths(country)) === 6;
}

function possibleLengths(country: CountryCode): number[] {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return metadata.numberingPlan?.possibleLengths() ?? [];
}

/** The number, when there can be such a one. */
export function validNumber(written: string, country?: CountryCode): PhoneNumber | undefined {
  const number = parse(written, country);
  return number?.isValid() ? number : undefined;
}

function parse(written: string, country?: CountryCode): PhoneNumber | undefined {
  return parsePhoneNumberFromString(written, {extract: false, ...(country && {defaultCountry: country})});
}

/**
 * An E.164 number as people write it. Without `style`, numbers of `country` are written nationally and others
 * internationally. What is no number comes back as it is.
 */
export function formatNumber(
  e164: string,
  {country, style}: {country?: CountryCode; style?: 'national' | 'international'} = {},
): string {
  const number = parse(e164);
  if (!number) return e164;
  const national = style ? style === 'national' : country !== undefined && number.country === country;
  return national ? number.formatNational() : number.formatInternational();
}

/** Every telephone number in a text cut down for logs: `sip:+41446681800@pbx` becomes `sip:+41…00@pbx`. Extensions stay. */
export function shortenNumber(text: string): string {
  return text.replace(/(?:\+|%2B)?\d{5,}/gi, (digits) => {
    const code = /^\d/.test(digits) ? undefined : parse(decodeURIComponent(digits))?.countryCallingCode;
    return `${code ? `+${code}` : ''}…${digits.slice(-2)}`;
  });
}
