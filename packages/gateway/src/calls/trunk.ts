import {parsePhoneNumberFromString} from 'libphonenumber-js';
import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';

/** Through what a telephone number is called. */
export interface Trunk {
  /** Asterisk's PJSIP endpoint. */
  endpoint: string;
}

/** The trunk for a number, E.164. Throws `dial-out-off` when there is none. */
export function trunkFor(_number: string, {DIAL_OUT_ENDPOINT: endpoint}: Settings): Trunk {
  if (endpoint === undefined) throw new GatewayError('dial-out-off');
  return {endpoint};
}

/** The number that called phones show: E.164 where it is one. */
export function callerNumber(settings: Settings): string {
  const written = settings.DIAL_OUT_CALLER_ID ?? settings.ROOM_TELEPHONY_PHONE_NUMBER[0] ?? '';
  const parsed = parsePhoneNumberFromString(written, settings.ROOM_TELEPHONY_DEFAULT_COUNTRY);
  return parsed?.isPossible() ? parsed.number : written.replace(/[^\d+]/g, '');
}
