import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
  createStack,
  freeTcpPorts,
  freeUdpPort,
  Provider,
  type Stack,
  type StackOptions,
} from '@sidetone/stack';
import {Ari} from '../../asterisk/ari/rest.js';
import {asteriskConfiguration, type AsteriskConfigOptions} from '../../asterisk/config/configuration.js';
import {testSecrets} from '../services.js';

/** The number that leads to the IVR. */
export const dialInNumber = '+41446681800';

/** Our Asterisk, and another that is the world outside: a trunk provider, and the server where mapped users have accounts. */
export interface Exchange {
  ours: Stack;
  outside: Stack;
  provider: Provider;
  /** Everything that they write is in it. */
  folder: string;
  /** Folder of the prompts. */
  prompts: string;
  /** UDP ports of SIP. */
  ports: {ours: number; outside: number};
  /** HEP_LISTEN of a gateway that hears ours. */
  hep: string;
  /** Another of ours, if it was asked for. */
  second?: Stack;
  stop(): Promise<void>;
}

interface ExchangeOptions {
  /** Default: one of its own, which goes away with it unless KEEP is set. */
  folder?: string;
  /** Base address of the gateway, for realtime. */
  gateway?: string;
  livekit?: StackOptions['livekit'];
  /** Users with accounts at the provider, and their passwords. */
  accounts?: Readonly<Record<string, string>>;
  /** Which of them speak SRTP only. With any, both sides have TLS too, and trust each other. */
  srtp?: readonly string[];
  /** Which speak SRTP by DTLS only. */
  dtls?: readonly string[];
  config?: Partial<AsteriskConfigOptions>;
  /** Whether ours knows the outside as a trunk by its address: one of an operator's own, or one whose calls the gateway routes. */
  trunk?: boolean | 'routed';
  /** Two of ours: `outside` calls numbers of the second as `PJSIP/<number>@second`. */
  second?: boolean;
}

type Livekit = NonNullable<StackOptions['livekit']>;

export const asteriskId = 'one';
const secondId = 'two';
/** The id of the trunk whose calls the gateway routes. */
export const routedTrunk = 'acme';
const ari = {user: 'gateway', password: 'the password of the gateway'};

/** Both brought up; ours with what `asterisk-config` writes. */
export async function createExchange(options: ExchangeOptions = {}): Promise<Exchange> {
  const {
    folder = await mkdtemp(join(tmpdir(), 'sidetone-exchange-')),
    gateway = 'http://127.0.0.1:9',
    livekit = false,
    accounts = {},
    srtp = [],
    dtls = [],
    config = {},
    trunk = true,
    second = false,
  } = options;
  const port = await freeUdpPort();
  const hep = `127.0.0.1:${await freeUdpPort()}`;
  const prompts = join(folder, 'prompts');
  const tls = join(folder, 'ours', 'tls');
  const own = {certificate: join(tls, 'server.pem'), key: join(tls, 'server.key')};
  const secure = srtp.length > 0 && {tlsAuthorities: join(tls, 'ca.pem'), tlsCertificate: own};
  const tlsPort = secure ? await freeTcpPort() : 0;
  const bringUp = (name: string, {id, udp, ...more}: {id: string; udp: number; livekit?: Livekit}) => {
    const {files, modules} = asteriskConfiguration({
      id,
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
      hep,
      bind: {
        udp: `127.0.0.1:${udp}`,
        tcp: `127.0.0.1:${udp}`,
        ...(secure && {tls: `127.0.0.1:${tlsPort}`}),
      },
      ...secure,
      ...config,
    });
    return createStack({
      folder,
      name,
      ...more,
      asteriskModules: modules,
      asteriskConfiguration: {
        ...files,
        'pjsip.conf': `[global](+)\nendpoint_identifier_order=username,ip\n${files['pjsip.conf'] ?? ''}\n${trunk ? trunkConf(trunk === 'routed') : ''}`,
      },
    });
  };
  const bringUpOurs = () => bringUp('ours', {id: asteriskId, udp: port, livekit});
  const bringUpProvider = () => {
    const options = {folder, name: 'outside', accounts, srtp, dtls, customer: port};
    return Provider.create({...options, ...(secure && {certificate: own})});
  };
  // The certificate that both use is made with ours.
  const [ours, provider] = secure
    ? [await bringUpOurs(), await bringUpProvider()]
    : await Promise.all([bringUpOurs(), bringUpProvider()]);
  const other = second ? await bringUpSecond(provider.stack, bringUp) : undefined;
  return {
    ours,
    ...(other && {second: other}),
    outside: provider.stack,
    provider,
    folder,
    prompts,
    hep,
    ports: {ours: port, outside: provider.ports.udp},
    stop: async () => {
      await Promise.all([ours.stop(), other?.stop(), provider.stop()]);
      if (!options.folder && !process.env['KEEP']) await rm(folder, {recursive: true});
    },
  };
}

/** The outside is told of it while it runs. */
async function bringUpSecond(
  outside: Stack,
  bringUp: (name: string, options: {id: string; udp: number}) => Promise<Stack>,
): Promise<Stack> {
  const udp = await freeUdpPort();
  const stack = await bringUp('second', {id: secondId, udp});
  const ari = new Ari(outside.addresses.asterisk.ari);
  await ari.push('aor', 'second', {contact: `sip:127.0.0.1:${udp}`});
  await ari.push('endpoint', 'second', {
    aors: 'second',
    context: 'none',
    disallow: 'all',
    allow: 'g722,ulaw',
  });
  return stack;
}

/** What ASTERISK has to be for a gateway of this exchange. */
export function asteriskSetting({ours, second}: Exchange): string {
  const setting = (id: string, {addresses}: Stack) => {
    const {ari: address, wss} = addresses.asterisk;
    return {id, ari: {...ari, url: address.url}, wss: [wss]};
  };
  return JSON.stringify([setting(asteriskId, ours), ...(second ? [setting(secondId, second)] : [])]);
}

/** A trunk that is known by its address. */
const trunkConf = (routed: boolean) => `[trunk]
type=endpoint
${routed ? `context=sidetone-trunk\nset_var=SIDETONE_TRUNK=${routedTrunk}` : 'context=sidetone-numbers'}
disallow=all
allow=g722,ulaw
dtmf_mode=rfc4733
[trunk]
type=identify
endpoint=trunk
match=127.0.0.1
`;

/** A TCP port that is free now. */
export async function freeTcpPort(): Promise<number> {
  const [port = 0] = await freeTcpPorts(1);
  return port;
}
