import {groupDigits} from '@sidetone/core';
import {parsePhoneNumberFromString} from 'libphonenumber-js';
import type {Settings} from '../settings/table.js';
import type {Language} from './languages.js';
import {numberLanguages, type LanguageSettings} from './number-languages.js';

/** One number that leads to the room. */
export interface DialInNumber {
  /** `+41446681800` */
  e164: string;
  country: string | null;
  national: string;
  international: string;
  /** Dials the number, pauses, and types the PIN: `tel:+41446681800,,1234567890#`. */
  tel: string;
  /** Callers are spoken to in: of several they choose by a key, the first is 1. */
  languages: Language[];
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
  /** Language of the room: of what a caller is told once the PIN was right, unless the number has languages of its own. */
  language: Language;
  /** Those at the numbers, all together. */
  languages: Language[];
}

type DialInSettings = LanguageSettings &
  Pick<
    Settings,
    'ROOM_TELEPHONY_PHONE_NUMBER' | 'ROOM_TELEPHONY_DEFAULT_COUNTRY' | 'ROOM_TELEPHONY_PIN_MAX_RETRIES'
  >;

/** A comma is a pause of about two seconds: long enough to be answered and greeted. */
const pauses = ',,';

/** What is no telephone number stays as it is, such as an extension. */
function dialInNumbers(pin: string, settings: DialInSettings): DialInNumber[] {
  const country = settings.ROOM_TELEPHONY_DEFAULT_COUNTRY;
  return settings.ROOM_TELEPHONY_PHONE_NUMBER.map((written) => {
    const parsed = parsePhoneNumberFromString(written, country);
    const number = parsed?.isPossible() ? parsed : undefined;
    const e164 = number?.number ?? written.replace(/[^\d+]/g, '');
    return {
      e164,
      country: number?.country ?? null,
      national: number?.formatNational() ?? written,
      international: number?.formatInternational() ?? written,
      tel: `tel:${e164}${pauses}${pin}#`,
      languages: [...numberLanguages(e164, settings).languages],
    };
  });
}

export function dialIn(
  room: {name: string; language: Language},
  pin: string,
  settings: DialInSettings,
): DialIn {
  const numbers = dialInNumbers(pin, settings);
  return {
    room: room.name,
    numbers,
    pin,
    pinGrouped: groupDigits(pin),
    pinAttempts: settings.ROOM_TELEPHONY_PIN_MAX_RETRIES,
    language: room.language,
    languages: [...new Set(numbers.flatMap(({languages}) => languages))],
  };
}
