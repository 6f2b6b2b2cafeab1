import {createHmac} from 'node:crypto';
import {jwtVerify} from 'jose';
import {GatewayError} from '../errors.js';
import {sameSecret} from '../secrets/compare.js';
import {connectScope} from './request-token.js';

/** What a token says of the one who connects with it. */
export interface Connecting {
  role: string;
  /** The connection's data, which everybody in the session may read. */
  data?: string;
}

interface Expected {
  sessionId: string;
  apiKey: string;
  secret: string;
  /** ms since 1970. */
  now: number;
}

interface Claims {
  scope?: string;
  session_id?: string;
  role?: string;
  connection_data?: string;
}

const legacyPrefix = 'T1==';
/** What a connection's data may hold. */
const longestData = 1000;

/**
 * Reads a token that an application's server has made for a connection to a session, as a JWT or in the older `T1` form. Throws
 * `session-token-invalid`.
 */
export async function readSessionToken(token: string, expected: Expected): Promise<Connecting> {
  const {role = 'publisher', connection_data: data} = await (token.startsWith(legacyPrefix)
    ? legacyClaims(token, expected)
    : jwtClaims(token, expected));
  if (data !== undefined && data.length > longestData)
    throw invalid(`its connection data have more than ${longestData} characters`);
  return {role, ...(data && {data})};
}

async function jwtClaims(token: string, {sessionId, apiKey, secret, now}: Expected): Promise<Claims> {
  let claims: Claims;
  try {
    const {payload} = await jwtVerify<Claims>(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      issuer: apiKey,
      requiredClaims: ['exp'],
      currentDate: new Date(now),
      clockTolerance: 5,
    });
    claims = payload;
  } catch (error) {
    throw invalid('it is not signed by this project, or has expired', error);
  }
  if (claims.scope !== connectScope) throw invalid(`its scope is not "${connectScope}"`);
  if (claims.session_id !== sessionId) throw invalid('it is of another session');
  return claims;
}

/** `T1==` and base64 of `partner_id=<API key>&sig=<HMAC-SHA1 of the rest, in hex>:<fields as in a form>`. */
function legacyClaims(token: string, {sessionId, apiKey, secret, now}: Expected): Claims {
  const text = Buffer.from(token.slice(legacyPrefix.length), 'base64').toString();
  const [, key, signature = '', query = ''] = /^partner_id=([^&]*)&sig=([0-9a-f]*):(.*)$/s.exec(text) ?? [];
  const right = createHmac('sha1', secret).update(query).digest('hex');
  if (key !== apiKey || !sameSecret(signature, right)) throw invalid('it is not signed by this project');
  const fields = new URLSearchParams(query);
  if (fields.get('session_id') !== sessionId) throw invalid('it is of another session');
  if (!(Number(fields.get('expire_time')) * 1000 > now)) throw invalid('it has expired');
  return Object.fromEntries(fields);
}

const invalid = (detail: string, cause?: unknown) =>
  new GatewayError('session-token-invalid', {detail, cause});
