import {SignJWT} from 'jose';
import type {FastifyInstance} from 'fastify';
import {createApp} from '../http/app.js';
import {createLogger} from '../log/logger.js';
import {createServices, type Services} from '../services.js';
import type {Database} from '../database/database.js';
import {readSettings} from '../settings/settings.js';

/** The secrets of {@link testSettings}. */
export const testSecrets = {
  jwt: 'the secret that applications share',
  livekit: {key: 'devkey', secret: 'the secret that LiveKit signs with'},
  realtime: 'the secret of Asterisk',
  master: 'the key that others are derived from',
} as const;

/** Settings by their environment's names, with everything that a gateway needs. */
export const testSettings: Readonly<Record<string, string>> = {
  LOG_LEVEL: 'trace',
  SECRET_KEY: testSecrets.master,
  JWT_SECRET: testSecrets.jwt,
  REALTIME_SECRET: testSecrets.realtime,
  LIVEKIT_URL: 'ws://127.0.0.1:9',
  LIVEKIT_API_KEY: testSecrets.livekit.key,
  LIVEKIT_API_SECRET: testSecrets.livekit.secret,
  ASTERISK: JSON.stringify([
    {
      id: 'one',
      ari: {url: 'http://127.0.0.1:9/ari', user: 'sidetone', password: 'the password of ARI'},
      wss: ['wss://pbx.example.org/ws'],
    },
  ]),
  SIP_DOMAINS: 'sip.example.org',
  ROOM_TELEPHONY_ENABLED: 'true',
  ROOM_TELEPHONY_PHONE_NUMBER: '+41 44 668 18 00, (212) 555-0100',
};

interface BrowserRights {
  rooms?: string[];
  canDialOut?: boolean;
  canControlCalls?: boolean;
  name?: string;
}

/** A gateway that listens nowhere: its services, its app for `inject`, and what it has logged. */
export interface TestGateway {
  services: Services;
  app: FastifyInstance;
  /** All log lines so far. */
  logged(): string;
  /** Sets the gateway's clock, ms; real until then. */
  setClock(now: number): void;
  /** `Bearer …` of an application server. */
  application(claims?: Record<string, unknown>, secret?: string): Promise<string>;
  /** `Bearer …` of a browser. */
  browser(userId: string, rights?: BrowserRights): Promise<string>;
  close(): Promise<void>;
}

/** Makes a gateway over a database that is migrated and stays open. `settings` are put over {@link testSettings}. */
export async function createTestGateway(
  database: Database,
  settings: Record<string, string> = {},
): Promise<TestGateway> {
  let now: number | undefined;
  let log = '';
  const services = await createServices(readSettings({env: {...testSettings, ...settings}}), {
    database,
    clock: () => now ?? Date.now(),
    log: createLogger('trace', {write: (line) => void (log += line)}),
  });
  const app = await createApp(services);
  return {
    services,
    app,
    logged: () => log,
    setClock: (time) => void (now = time),
    application: async (claims = {}, secret = testSecrets.jwt) => {
      const exp = Math.floor((now ?? Date.now()) / 1000) + 60;
      const token = new SignJWT({aud: 'sidetone', sub: 'app', exp, ...claims}).setProtectedHeader({
        alg: 'HS256',
      });
      return `Bearer ${await token.sign(new TextEncoder().encode(secret))}`;
    },
    browser: async (userId, {rooms = [], canDialOut = false, canControlCalls = false, name} = {}) => {
      const issued = await services.sessions.issue({
        userId,
        rooms,
        canDialOut,
        canControlCalls,
        application: 'app',
        ...(name !== undefined && {name}),
      });
      return `Bearer ${issued.token}`;
    },
    close: () => app.close(),
  };
}
