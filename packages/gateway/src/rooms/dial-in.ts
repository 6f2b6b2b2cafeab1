import {groupDigits} from '@sidetone/core';
import {parsePhoneNumberFromString, type CountryCode} from 'libphonenumber-js';
import {languages, type Language} from './languages.js';

/** One number that leads to the room. */
export interface DialInNumber {
  /** `+41446681800` */
  e164: string;
  country: string | null;
  national: string;
  international: string;
  /** Dials the number, pauses, and types the PIN: `tel:+41446681800,,1234567890#`. */
  tel: string;
}

/** How a phone joins a room. */
export interface DialIn {
  room: string;
  numbers: DialInNumber[];
  pin: string;
  /** `123 456 7890` */
  pinGrouped: string;
  /** How often a caller may enter a PIN in one call. */
  pinAttempts: number;
  /** Language of this room's prompts. */
  language: Language;
  languages: readonly Language[];
}

/** A comma is a pause of about two seconds: long enough to be answered and greeted. */
const pauses = ',,';

/** Numbers as they were configured: what is no telephone number stays as it is, such as an extension. */
function dialInNumbers(numbers: readonly string[], country: CountryCode, pin: string): DialInNumber[] {
  return numbers.map((written) => {
    const parsed = parsePhoneNumberFromString(written, country);
    const number = parsed?.isPossible() ? parsed : undefined;
    const e164 = number?.number ?? written.replace(/[^\d+]/g, '');
    return {
      e164,
      country: number?.country ?? null,
      national: number?.formatNational() ?? written,
      international: number?.formatInternational() ?? written,
      tel: `tel:${e164}${pauses}${pin}#`,
    };
  });
}

export function dialIn(
  room: {name: string; language: Language},
  pin: string,
  {numbers, country, pinAttempts}: {numbers: readonly string[]; country: CountryCode; pinAttempts: number},
): DialIn {
  return {
    room: room.name,
    numbers: dialInNumbers(numbers, country, pin),
    pin,
    pinGrouped: groupDigits(pin),
    pinAttempts,
    language: room.language,
    languages,
  };
}
