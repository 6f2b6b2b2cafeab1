import {promisify} from 'node:util';
// @ts-expect-error: the published SDK has no types.
import OpenTok from 'opentok';

interface TokenOptions {
  role?: string;
  /** The connection's data. */
  data?: string;
  /** s since 1970. */
  expireTime?: number;
}

export interface DialOptions {
  headers?: Record<string, unknown>;
  auth?: {username: string; password: string};
  secure?: boolean;
  from?: string;
}

interface SipCall {
  id: string;
  connectionId: string;
  streamId: string;
}

type Done<T = void> = (error: Error | null, result: T) => void;

/** What of the SDK is used here. */
interface Sdk {
  createSession(options: {mediaMode: string}, done: Done<{sessionId: string}>): void;
  generateToken(sessionId: string, options: TokenOptions, legacy?: boolean): string;
  dial(sessionId: string, token: string, uri: string, options: DialOptions, done: Done<SipCall>): void;
  playDTMF(sessionId: string, connectionId: string | null, digits: string, done: Done): void;
  forceDisconnect(sessionId: string, connectionId: string, done: Done): void;
}

/** An application's server, with OpenTok's own SDK. Rejects with the SDK's errors. */
export class OpenTokApplication {
  readonly #sdk: Sdk;

  /** `url`: without a slash at its end. */
  constructor(apiKey: string, secret: string, url: string) {
    this.#sdk = new (OpenTok as new (...args: unknown[]) => Sdk)(apiKey, secret, url);
  }

  async createSession(): Promise<string> {
    const {sessionId} = await promisify(this.#sdk.createSession.bind(this.#sdk))({mediaMode: 'routed'});
    return sessionId;
  }

  token(sessionId: string, options: TokenOptions = {}, legacy = false): string {
    return this.#sdk.generateToken(sessionId, options, legacy);
  }

  dial(sessionId: string, uri: string, options: DialOptions = {}, token?: string): Promise<SipCall> {
    const dial = promisify(this.#sdk.dial.bind(this.#sdk));
    return dial(sessionId, token ?? this.token(sessionId), uri, options);
  }

  /** Without a connection: to all of the session. */
  playDtmf(sessionId: string, digits: string, connectionId: string | null = null): Promise<void> {
    return promisify(this.#sdk.playDTMF.bind(this.#sdk))(sessionId, connectionId, digits);
  }

  forceDisconnect(sessionId: string, connectionId: string): Promise<void> {
    return promisify(this.#sdk.forceDisconnect.bind(this.#sdk))(sessionId, connectionId);
  }
}
