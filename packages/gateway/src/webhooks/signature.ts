import {createHmac, randomBytes} from 'node:crypto';

const prefix = 'whsec_';

/** A new secret to sign with: `whsec_` and 32 bytes in base64. */
export const newSecret = () => prefix + randomBytes(32).toString('base64');

/** Whether it is one: 24 bytes or more. */
export const isSecret = (text: string) =>
  /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && keyOf(text).length >= 24;

interface Message {
  /** The same each time that it is sent: receivers drop duplicates by it. */
  id: string;
  body: string;
  /** ms since 1970. */
  now: number;
}

/**
 * The headers that prove where a message comes from, by the Standard Webhooks specification, for which there are
 * libraries in every language: `webhook-id`, `webhook-timestamp` and `webhook-signature`.
 */
export function signed({id, body, now}: Message, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}

const keyOf = (secret: string) => Buffer.from(secret.slice(prefix.length), 'base64');
