import {createHash, createHmac, randomBytes} from 'node:crypto';
import {sameSecret} from '../secrets/compare.js';

/** Shorter ones could come twice by chance, or be tried. */
const shortestRandom = 32;

/** HMAC-SHA256 of a random text and what it signs, in hexadecimal: how Nextcloud's parts know each other. */
export function checksum(random: string, signed: string | Buffer, secret: string): string {
  return createHmac('sha256', secret).update(random).update(signed).digest('hex');
}

export const newRandom = () => randomBytes(32).toString('hex');

/** What a request says of who sends it. */
export interface Signature {
  random: string;
  checksum: string;
}

/** Whether a body, to the byte as it came, was signed with the secret. */
export function isSigned(body: string | Buffer, signature: Signature, secret: string): boolean {
  const expected = checksum(signature.random, body, secret);
  // Both are computed whatever the first says: there is nothing to learn from the time.
  const right = sameSecret(signature.checksum.toLowerCase(), expected);
  return signature.random.length >= shortestRandom && right;
}

/** What is kept of a random text. */
export const fingerprintOf = (random: string) => createHash('sha256').update(random).digest('base64url');
