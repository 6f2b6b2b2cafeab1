import {formatNumber, groupDigits} from '@sidetone/core';

/** One number that leads to a room. */
export interface DialInNumber {
  /** `+41446681800`, or an extension. */
  e164: string;
  /** ISO 3166 code. */
  country?: string | null;
  /** As people of its country write it. */
  national?: string;
  /** As everybody else writes it. */
  international?: string;
  /** Dials the number, pauses and types the PIN: `tel:+41446681800,,1234567890#`. */
  tel?: string;
  /** Those that callers of this number choose from, the first by the key 1: `['fr', 'de']`. */
  languages?: readonly string[];
}

/** How a phone joins a room: what `GET /v1/rooms/:name/dial-in` of the gateway answers. */
export interface DialIn {
  numbers: readonly DialInNumber[];
  pin: string;
  /** How often a caller may enter a PIN in one call. */
  pinAttempts?: number;
  /** Language of this room's prompts, and those of all its numbers: `de`. */
  language?: string;
  languages?: readonly string[];
}

/** One number with everything filled in. */
export interface NumberView extends Required<Omit<DialInNumber, 'country' | 'languages'>> {
  /** The country's name; the number itself where it has none. */
  place: string;
  /** Names of the languages in which its callers are spoken to: in the order of their keys where they choose, else this room's own first. */
  languages: string[];
}

export interface DialInView {
  numbers: NumberView[];
  /** `123 456 7890` */
  pin: string;
  /** `1 2 3, 4 5 6, 7 8 9 0`: so that a screen reader says digits, not a number of ten figures. */
  spokenPin: string;
}

/** A comma is a pause of about two seconds: long enough to be answered and greeted. */
export const greeting = ',,';

/** What is shown of it, in the words of `locale`. */
export function dialInView(dialIn: DialIn, locale: string): DialInView {
  const {pin} = dialIn;
  return {
    numbers: dialIn.numbers.map((number) => numberView(number, dialIn, locale)),
    pin: groupDigits(pin),
    spokenPin: groupDigits(pin)
      .split(' ')
      .map((group) => [...group].join(' '))
      .join(', '),
  };
}

/** What is copied: lines that can be read in a message, the last one a link. */
export function invitation(
  {national, international, tel}: NumberView,
  pin: string,
  texts: {label: string; pin: string},
): string {
  const numbers = [...new Set([international, national])].join(' / ');
  return [`${texts.label}: ${numbers}`, `${texts.pin}: ${pin} #`, tel].join('\n');
}

function languagesOf(choice: readonly string[], {language, languages}: DialIn): readonly string[] {
  if (choice.length > 1) return choice;
  const spoken = choice.length ? choice : (languages ?? []);
  return [...new Set([...(language ? [language] : []), ...spoken])];
}

function numberView(
  {country, languages = [], ...number}: DialInNumber,
  dialIn: DialIn,
  locale: string,
): NumberView {
  const {e164} = number;
  const international = number.international ?? formatNumber(e164, {style: 'international'});
  return {
    e164,
    national: number.national ?? formatNumber(e164, {style: 'national'}),
    international,
    tel: number.tel ?? `tel:${e164}${greeting}${dialIn.pin}#`,
    place: country ? nameOf('region', country, locale) : international,
    languages: languagesOf(languages, dialIn).map((code) => nameOf('language', code, locale)),
  };
}

function nameOf(type: 'language' | 'region', code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, {type}).of(code) ?? code;
  } catch {
    return code; // nothing that a locale could name
  }
}
