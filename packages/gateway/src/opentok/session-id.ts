import {randomBytes} from 'node:crypto';

/** How a project is called in session ids and tokens. */
export const apiKeyPattern = /^[A-Za-z0-9-]{1,64}$/;

/**
 * A new session id as OpenTok's SDKs read it: `2_` and, in base64url, `1~<API key>~<location>~<ms since 1970>~<random>~`.
 * It is the name of the session's room.
 */
export function makeSessionId(apiKey: string, now: number): string {
  const random = randomBytes(18).toString('base64url');
  return `2_${Buffer.from(`1~${apiKey}~~${now}~${random}~`).toString('base64url')}`;
}

/** The API key of the project whose session it is; `undefined` when it is no session id. */
export function apiKeyOf(sessionId: string): string | undefined {
  const [, encoded = ''] = /^[12]_([A-Za-z0-9_-]{8,400}={0,2})$/.exec(sessionId) ?? [];
  const [version, apiKey = ''] = Buffer.from(encoded, 'base64url').toString().split('~');
  return version === '1' && apiKeyPattern.test(apiKey) ? apiKey : undefined;
}
