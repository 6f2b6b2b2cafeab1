import {parsePhoneNumberFromString} from 'libphonenumber-js';
import type {Settings} from '../settings/table.js';

/** The number that called phones show: E.164 where it is one. */
export function callerNumber(settings: Settings): string {
  const written = settings.DIAL_OUT_CALLER_ID ?? settings.ROOM_TELEPHONY_PHONE_NUMBER[0] ?? '';
  const parsed = parsePhoneNumberFromString(written, settings.ROOM_TELEPHONY_DEFAULT_COUNTRY);
  return parsed?.isPossible() ? parsed.number : written.replace(/[^\d+]/g, '');
}

/** As a SIP display name: what would end it is left out. */
export const printable = (text: string) => text.replace(/["\\<>\p{Cc}]/gu, '');
