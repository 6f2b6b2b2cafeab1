import {decodeJwt, errors, jwtVerify, type JWTPayload} from 'jose';

/** The scope of tokens that let a participant into a session. */
export const connectScope = 'session.connect';

/** Longest life, s. OpenTok's SDKs make tokens of five minutes, and a leaked one is of little use. */
const longestLife = 24 * 3600;

/** Which project a request says that it is from: to be verified. */
export function claimedProject(token: string): string | undefined {
  try {
    const {iss} = decodeJwt(token);
    return iss;
  } catch {
    return undefined;
  }
}

interface Expected {
  apiKey: string;
  secret: string;
  /** ms since 1970. */
  now: number;
}

/**
 * Verifies the JWT that a request carries in `X-OPENTOK-AUTH`. Participants' tokens have the same signature, issuer and type: what has
 * a scope or a session is one of those, and is refused. Rejects with jose's errors.
 */
export async function verifyRequestToken(token: string, {apiKey, secret, now}: Expected): Promise<void> {
  const {payload} = await jwtVerify(token, new TextEncoder().encode(secret), {
    algorithms: ['HS256'],
    issuer: apiKey,
    requiredClaims: ['exp'],
    currentDate: new Date(now),
    clockTolerance: 5,
  });
  if (payload['ist'] !== 'project') throw wrong(payload, 'ist', 'is not "project"');
  for (const claim of ['scope', 'session_id'])
    if (payload[claim] !== undefined) throw wrong(payload, claim, 'makes it the token of a participant');
  if (payload.exp! > now / 1000 + longestLife) throw wrong(payload, 'exp', 'is more than a day ahead');
}

const wrong = (payload: JWTPayload, claim: string, what: string) =>
  new errors.JWTClaimValidationFailed(`"${claim}" ${what}`, payload, claim);
