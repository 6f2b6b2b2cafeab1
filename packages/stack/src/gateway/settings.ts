import {randomBytes} from 'node:crypto';
import {join} from 'node:path';
import type {LiveKitAddress} from '../addresses.js';
import {sipDomain} from '../users.js';

/** The number that leads to rooms, as people write it. */
export const roomNumber = '+41 44 668 18 01';

export interface GatewayOptions {
  /** PostgreSQL; PGlite in the stack's folder when left out. */
  databaseUrl?: string;
  /** So many gateways behind one address, which stand in for each other; more than one needs `databaseUrl`. */
  instances?: number;
  /** So many bridges in processes of their own, for all gateways; none when left out: each gateway is its own. */
  bridges?: number;
  /** Prompts are spoken, where that is possible: tones when left out. */
  speech?: boolean;
  /** Origins of the pages that may use it. */
  origins?: readonly string[];
  /** Browsers are told of Asterisk's plain WebSocket: those that do not trust the stack's certificates, on this machine. */
  plainWebSocket?: boolean;
  /** Put over the stack's own, by their environment's names. */
  settings?: Readonly<Record<string, string>>;
}

/** The secrets of one run. */
export interface GatewaySecrets {
  master: string;
  jwt: string;
  realtime: string;
  bridge: string;
  ari: {user: string; password: string};
}

export function makeSecrets(): GatewaySecrets {
  const secret = () => randomBytes(32).toString('base64url');
  return {
    master: secret(),
    jwt: secret(),
    realtime: secret(),
    bridge: secret(),
    ari: {user: 'sidetone-gateway', password: secret()},
  };
}

interface Surroundings {
  folder: string;
  port: number;
  /** UDP port where it hears what Asterisk reports of SIP. */
  hep: number;
  /** Where psql reaches PGlite. */
  sqlPort: number;
  prompts: string;
  secrets: GatewaySecrets;
  asterisk: {ari: string; ws: string; wss: string};
  livekit: LiveKitAddress | undefined;
  /** Addresses of the bridges. */
  bridges: readonly string[];
}

/** Under which this stack's Asterisk is known to the gateway. */
export const asteriskId = 'stack';
/** The environment of one gateway. */
export function gatewaySettings(options: GatewayOptions, around: Surroundings): Record<string, string> {
  const {folder, port, hep, sqlPort, prompts, secrets, asterisk, livekit, bridges} = around;
  const {databaseUrl, origins = [], plainWebSocket = false, settings} = options;
  const server = plainWebSocket ? asterisk.ws : asterisk.wss;
  return {
    PORT: `${port}`,
    HEP_LISTEN: `127.0.0.1:${hep}`,
    CORS_ORIGINS: origins.join(','),
    ...(databaseUrl
      ? {DATABASE_URL: databaseUrl}
      : {DATABASE_FOLDER: join(folder, 'database'), DATABASE_LISTEN: `${sqlPort}`}),
    SECRET_KEY: secrets.master,
    JWT_SECRET: secrets.jwt,
    REALTIME_SECRET: secrets.realtime,
    SIP_DOMAINS: sipDomain,
    ASTERISK: JSON.stringify([{id: asteriskId, ari: {...secrets.ari, url: asterisk.ari}, wss: [server]}]),
    ASTERISK_ENDPOINT_FIELDS: JSON.stringify({
      media_address: '127.0.0.1',
      bind_rtp_to_media_address: 'yes',
      from_domain: sipDomain,
    }),
    MODULES_SIP_AUTOCREATE_ON: 'true',
    SHUTDOWN_GRACE: '1 second',
    ...(bridges.length && {BRIDGE_URLS: bridges.join(','), BRIDGE_TOKEN: secrets.bridge}),
    ...(livekit && {
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      ROOM_TELEPHONY_ENABLED: 'true',
      ROOM_TELEPHONY_PHONE_NUMBER: roomNumber,
      ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
      ROOM_TELEPHONY_PROMPTS: prompts,
    }),
    ...settings,
  };
}
