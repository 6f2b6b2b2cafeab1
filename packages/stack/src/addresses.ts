import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {AriAddress} from './ari/client.js';
import type {extensions} from './extensions.js';
import type {StackUsers} from './users.js';

export interface LiveKitAddress {
  version: string;
  /** `ws://127.0.0.1:20003` */
  url: string;
  apiKey: string;
  apiSecret: string;
}

export interface GatewayAddress {
  /** `http://localhost:20005`: of all gateways together. */
  url: string;
  /** Of each gateway, `http://127.0.0.1:20008`. */
  instances: readonly string[];
  /** Of each bridge with a process of its own. */
  bridges: readonly string[];
  /** What application servers sign their tokens with. */
  jwtSecret: string;
  /** For psql: `postgres://postgres@127.0.0.1:20006/postgres`. */
  database: string;
  /** The number that leads to rooms, as people write it. */
  roomNumber: string;
}

/** Where everything of a running stack is: the content of `addresses.json`. For tests and demos: it holds passwords. */
export interface Addresses {
  /** The process that runs the stack. */
  pid: number;
  asterisk: {
    version: string;
    /** `ws://127.0.0.1:20001/ws` */
    ws: string;
    /** `wss://127.0.0.1:20002/ws` */
    wss: string;
    ari: AriAddress;
    /** First and last UDP port for RTP. */
    rtp: {first: number; last: number};
  };
  /** Not there when no livekit-server is part of this stack. The secret is for servers alone. */
  livekit?: LiveKitAddress;
  /** Not there unless it was asked for. */
  gateway?: GatewayAddress;
  /** Path of the certificate authority of `wss`, PEM. */
  ca: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  spki: string;
  users: StackUsers;
  extensions: typeof extensions;
  /** UDP port of the HEP receiver. */
  hep: number;
  logs: string;
}

const path = (folder: string) => join(folder, 'addresses.json');

/** The addresses of the stack that runs in `folder`; `undefined` when none was started there. */
export async function readAddresses(folder: string): Promise<Addresses | undefined> {
  try {
    return JSON.parse(await readFile(path(folder), 'utf8')) as Addresses;
  } catch {
    return undefined;
  }
}

/** Whoever reads it sees a whole file or none. */
export async function writeAddresses(folder: string, addresses: Addresses): Promise<void> {
  const draft = `${path(folder)}.${addresses.pid}`;
  await writeFile(draft, `${JSON.stringify(addresses, null, 2)}\n`, {mode: 0o600});
  await rename(draft, path(folder));
}

export async function removeAddresses(folder: string): Promise<void> {
  await rm(path(folder), {force: true});
}
