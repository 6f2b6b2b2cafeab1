import {createHmac} from 'node:crypto';

/** What an Asterisk shows with each message that it reports, in clear: nothing follows from it. */
export function capturePassword(realtimeSecret: string, asteriskId: string): string {
  return createHmac('sha256', realtimeSecret).update(`hep ${asteriskId}`).digest('base64url');
}
