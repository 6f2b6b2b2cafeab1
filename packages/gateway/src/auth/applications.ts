import {createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey} from 'jose';
import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';
import type {Principal} from './principal.js';

/** Longest life of an application's token, s: a leaked one is of little use. */
const longestLife = 24 * 3600;

/** Tokens of application servers: JWTs signed with the shared secret (HS256), or a key of the JWKS. */
export class Applications {
  readonly #key: Uint8Array | JWTVerifyGetKey;
  readonly #options: {algorithms: string[]; audience: string; issuer?: string[]; requiredClaims: string[]};

  constructor(
    settings: Settings,
    private readonly clock: () => number,
  ) {
    const shared = settings.JWT_SECRET;
    this.#key = shared
      ? new TextEncoder().encode(shared)
      : createRemoteJWKSet(new URL(settings.JWKS_URL!), {timeoutDuration: 5000});
    this.#options = {
      // Never both kinds: a public key must not be taken for a shared secret.
      algorithms: shared ? ['HS256', 'HS384', 'HS512'] : ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      audience: settings.JWT_AUDIENCE,
      requiredClaims: ['exp'],
      ...(settings.JWT_ISSUERS.length && {issuer: [...settings.JWT_ISSUERS]}),
    };
  }

  /** Throws `token-invalid`, or `unavailable` when the keys cannot be fetched. */
  async verify(token: string): Promise<Extract<Principal, {kind: 'application'}>> {
    try {
      const currentDate = new Date(this.clock());
      const options = {...this.#options, currentDate, clockTolerance: 5};
      const key = this.#key;
      const {payload} =
        typeof key === 'function'
          ? await jwtVerify(token, key, options)
          : await jwtVerify(token, key, options);
      if (payload.exp! > currentDate.getTime() / 1000 + longestLife)
        throw new errors.JWTClaimValidationFailed('"exp" is more than a day ahead', payload, 'exp');
      return {kind: 'application', id: payload.sub ?? payload.iss ?? 'default'};
    } catch (error) {
      const unreachable = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError);
      throw new GatewayError(unreachable ? 'unavailable' : 'token-invalid', {cause: error});
    }
  }
}
