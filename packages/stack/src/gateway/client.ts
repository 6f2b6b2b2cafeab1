import {SignJWT} from 'jose';
import {StackError} from '../system/error.js';

/** What a browser's session may do. */
export interface SessionRights {
  name?: string;
  rooms?: readonly string[];
  canDialOut?: boolean;
  /** Also phones that others have called. */
  canControlCalls?: boolean;
}

/** How a phone joins a room. */
export interface DialIn {
  numbers: readonly {e164: string; international: string; tel: string}[];
  pin: string;
  pinGrouped: string;
}

/** The gateway as an application's server uses it. */
export class GatewayClient {
  constructor(
    /** `http://localhost:20005` */
    readonly url: string,
    private readonly jwtSecret: string,
  ) {}

  /** A session token for a browser. */
  async session(userId: string, rights: SessionRights = {}): Promise<string> {
    return (await this.request<{token: string}>('POST', '/v1/sessions', {userId, ...rights})).token;
  }

  /** Makes a room, unless it is there. Resolves with how phones join it. */
  async room(name: string): Promise<DialIn> {
    await this.request('POST', '/v1/rooms', {name});
    return this.request('GET', `/v1/rooms/${encodeURIComponent(name)}/dial-in`);
  }

  /** Rejects with {@link StackError}. */
  async request<T>(method: string, path: string, body?: object): Promise<T> {
    const token = await new SignJWT({})
      .setProtectedHeader({alg: 'HS256'})
      .setAudience('sidetone')
      .setSubject('stack')
      .setExpirationTime('1 minute')
      .sign(new TextEncoder().encode(this.jwtSecret));
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {authorization: `Bearer ${token}`, ...(body && {'content-type': 'application/json'})},
      ...(body && {body: JSON.stringify(body)}),
    });
    if (!response.ok)
      throw new StackError(
        `The gateway answered ${response.status} to ${method} ${path}: ${await response.text()}`,
      );
    return (await response.json()) as T;
  }
}
