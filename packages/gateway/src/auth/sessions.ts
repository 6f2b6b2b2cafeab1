import {randomUUID} from 'node:crypto';
import {jwtVerify, SignJWT} from 'jose';
import {GatewayError} from '../errors.js';
import type {Principal} from './principal.js';

type Browser = Extract<Principal, {kind: 'browser'}>;

interface Claims {
  rooms?: string[];
  dial?: boolean;
  control?: boolean;
  name?: string;
  app?: string;
}

const audience = 'sidetone:browser';

/** Short-lived tokens of browsers, which an application's server asks for. Signed with a key that only gateways have. */
export class Sessions {
  constructor(
    private readonly key: Uint8Array,
    /** ms. */
    private readonly life: number,
    private readonly clock: () => number,
  ) {}

  async issue({
    userId,
    name,
    rooms,
    canDialOut,
    canControlCalls,
    application,
  }: Omit<Browser, 'kind' | 'expiresAt'>): Promise<{token: string; expiresAt: Date}> {
    const now = Math.floor(this.clock() / 1000);
    const expires = now + Math.ceil(this.life / 1000);
    const token = await new SignJWT({
      rooms,
      dial: canDialOut,
      control: canControlCalls,
      ...(name !== undefined && {name}),
      ...(application !== undefined && {app: application}),
    })
      .setProtectedHeader({alg: 'HS256', typ: 'JWT'})
      .setSubject(userId)
      .setAudience(audience)
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(expires)
      .sign(this.key);
    return {token, expiresAt: new Date(expires * 1000)};
  }

  /** Throws `token-invalid`. */
  async verify(token: string): Promise<Browser> {
    try {
      const {payload} = await jwtVerify<Claims>(token, this.key, {
        algorithms: ['HS256'],
        audience,
        requiredClaims: ['sub', 'exp'],
        currentDate: new Date(this.clock()),
      });
      return {
        kind: 'browser',
        userId: payload.sub!,
        rooms: payload.rooms ?? [],
        canDialOut: payload.dial ?? false,
        canControlCalls: payload.control ?? false,
        expiresAt: payload.exp! * 1000,
        ...(payload.name !== undefined && {name: payload.name}),
        ...(payload.app !== undefined && {application: payload.app}),
      };
    } catch (error) {
      throw new GatewayError('token-invalid', {cause: error});
    }
  }

  /** Whether a token says that it is one of these: it may still be a forged one. */
  static claims(token: string): boolean {
    try {
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
        aud?: unknown;
      };
      return claims.aud === audience;
    } catch {
      return false;
    }
  }
}
