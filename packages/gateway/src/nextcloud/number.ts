import {parsePhoneNumberFromString} from 'libphonenumber-js';
import {DialoutError} from './dialout-error.js';

/** An E.164 number that can exist. Throws `number_missing` or `invalid_number`. */
export function dialoutNumber(number: string | undefined): string {
  if (!number) throw new DialoutError('number_missing');
  if (!/^\+\d{2,}$/.test(number) || !parsePhoneNumberFromString(number)?.isPossible())
    throw new DialoutError('invalid_number');
  return number;
}
