import {BridgeError} from '../errors.js';
import type {Ari} from './ari.js';

/** Milliseconds that each tone and each gap lasts: as RFC 4733 receivers and old exchanges want them. */
const duration = 120;
const between = 80;

/** Plays DTMF to one channel: 0-9, *, #, A-D; a comma pauses for two seconds. Rejects with `dtmf-invalid`. */
export async function playDigits(ari: Ari, channelId: string, digits: string): Promise<void> {
  if (!/^[0-9A-D*#,]+$/i.test(digits)) throw new BridgeError('dtmf-invalid');
  await ari.request('POST', `/channels/${encodeURIComponent(channelId)}/dtmf`, {
    // Asterisk's "w" is half a second.
    dtmf: digits.toUpperCase().replaceAll(',', 'wwww'),
    duration: `${duration}`,
    between: `${between}`,
  });
}
