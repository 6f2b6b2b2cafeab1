import {parsePhoneNumberFromString} from 'libphonenumber-js';
import type {Settings} from '../settings/table.js';

/** The caller's own name, else the number as people write it, without its last digits. */
export function nameOf({number, name}: {number: string; name: string}, settings: Settings): string {
  if (name && name !== number) return name;
  if (!number) return 'Phone';
  const parsed = parsePhoneNumberFromString(number, settings.ROOM_TELEPHONY_DEFAULT_COUNTRY);
  const written = parsed?.isPossible() ? parsed.formatInternational() : number;
  return written.replace(/\d(?=(?:\D*\d){0,3}$)/g, '•');
}
