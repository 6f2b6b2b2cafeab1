import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {createStack, type Stack} from '@sidetone/stack';
import {asteriskConfiguration, type AsteriskConfigOptions} from '../../asterisk/config/configuration.js';
import {testSecrets} from '../services.js';

/** The number that leads to the IVR. */
export const dialInNumber = '+41446681800';

/** Our Asterisk, and another that is the world outside: a trunk provider, and the server where mapped users have accounts. */
export interface Exchange {
  ours: Stack;
  outside: Stack;
  /** Folder of the prompts. */
  prompts: string;
  /** UDP ports of SIP. */
  ports: {ours: number; outside: number};
  stop(): Promise<void>;
}

interface ExchangeOptions {
  folder: string;
  /** Base address of the gateway, for realtime. */
  gateway?: string;
  livekit?: boolean;
  /** Users with accounts at the provider, and their passwords. */
  accounts?: Readonly<Record<string, string>>;
  config?: Partial<AsteriskConfigOptions>;
  /** Whether ours knows the outside as a trunk by its address. */
  trunk?: boolean;
}

export const asteriskId = 'one';
const ari = {user: 'gateway', password: 'the password of the gateway'};

/** Both brought up; ours with what `asterisk-config` writes. */
export async function createExchange(options: ExchangeOptions): Promise<Exchange> {
  const {
    folder,
    gateway = 'http://127.0.0.1:9',
    livekit = false,
    accounts = {},
    config = {},
    trunk = true,
  } = options;
  const ports = {ours: await freeUdpPort(), outside: await freeUdpPort()};
  const prompts = join(folder, 'prompts');
  const {files, modules} = asteriskConfiguration({
    id: asteriskId,
    ari,
    gateway,
    realtimeSecret: testSecrets.realtime,
    numbers: [dialInNumber],
    country: 'CH',
    credentialLife: 3_600_000,
    prompts,
    language: 'en',
    ignoreContact: false,
    trace: false,
    bind: {udp: `127.0.0.1:${ports.ours}`, tcp: `127.0.0.1:${ports.ours}`},
    ...config,
  });
  const [ours, outside] = await Promise.all([
    createStack({
      folder,
      name: 'ours',
      livekit,
      asteriskModules: modules,
      asteriskConfiguration: {
        ...files,
        'pjsip.conf': `[global](+)\nendpoint_identifier_order=username,ip\n${files['pjsip.conf'] ?? ''}\n${trunk ? trunkConf : ''}`,
      },
    }),
    createStack({
      folder,
      name: 'outside',
      asteriskModules: ['res_pjsip_outbound_registration'],
      asteriskConfiguration: {
        'pjsip.conf': provider(ports, accounts),
        'sorcery.conf': pushable,
        'extensions.conf': providerDialplan,
      },
    }),
  ]);
  return {
    ours,
    outside,
    prompts,
    ports,
    stop: async () => void (await Promise.all([ours.stop(), outside.stop()])),
  };
}

/** What ASTERISK has to be for a gateway of this exchange. */
export function asteriskSetting({ours}: Exchange): string {
  const {ari: address, wss} = ours.addresses.asterisk;
  return JSON.stringify([{id: asteriskId, ari: {...ari, url: address.url}, wss: [wss]}]);
}

/** An operator's own trunk, known by its address. */
const trunkConf = `[trunk]
type=endpoint
context=sidetone-numbers
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
[trunk]
type=identify
endpoint=trunk
match=127.0.0.1
`;

function provider(
  ports: {ours: number; outside: number},
  accounts: Readonly<Record<string, string>>,
): string {
  return `[udp]
type=transport
protocol=udp
bind=127.0.0.1:${ports.outside}
[tcp]
type=transport
protocol=tcp
bind=127.0.0.1:${ports.outside}
[sidetone]
type=aor
contact=sip:127.0.0.1:${ports.ours}
[sidetone]
type=endpoint
aors=sidetone
context=none
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
${Object.entries(accounts)
  .map(
    ([user, password]) => `[${user}]
type=auth
username=${user}
password=${password}
[${user}]
type=aor
max_contacts=3
[${user}]
type=endpoint
auth=${user}
aors=${user}
context=provider
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
`,
  )
  .join('')}`;
}

/** Tests add telephones by ARI. */
const pushable = `[res_pjsip]
${['endpoint', 'auth', 'aor'].map((type) => `${type}=config,pjsip.conf,criteria=type=${type}\n${type}=memory\n`).join('')}
[res_pjsip_outbound_registration]
registration=memory
`;

/** Calls of account holders go into the application that tests drive, with the number that was dialled. */
const providerDialplan = `[provider]
exten => _[+0-9a-z].,1,Answer()
 same => n,Stasis(sidetone-test,called,\${EXTEN})
 same => n,Hangup()
`;

/** A TCP port that is free now. */
export async function freeTcpPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const {port} = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
