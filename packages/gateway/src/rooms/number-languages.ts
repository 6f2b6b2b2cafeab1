import {writings} from '../asterisk/config/dialplan.js';
import type {Settings} from '../settings/table.js';
import type {Language} from './languages.js';

/** What callers of a number are spoken to in: of several they choose by a key, the first is 1. */
export interface NumberLanguages {
  languages: readonly [Language, ...Language[]];
  /** The operator has chosen them for this number: the language of a room changes nothing. */
  chosen: boolean;
}

export type LanguageSettings = Pick<
  Settings,
  'ROOM_TELEPHONY_LANGUAGES' | 'ROOM_TELEPHONY_DEFAULT_LANGUAGE' | 'ROOM_TELEPHONY_DEFAULT_COUNTRY'
>;

/** Of a number, which trunks write in several ways. */
export function numberLanguages(called: string, settings: LanguageSettings): NumberLanguages {
  const country = settings.ROOM_TELEPHONY_DEFAULT_COUNTRY;
  const found = Object.entries(settings.ROOM_TELEPHONY_LANGUAGES).find(([number]) =>
    writings(number, country).includes(called),
  );
  const [first, ...others] = found?.[1] ?? [];
  return first
    ? {languages: [first, ...others], chosen: true}
    : {languages: [settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE], chosen: false};
}
