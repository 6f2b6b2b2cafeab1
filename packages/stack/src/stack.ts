import {randomBytes} from 'node:crypto';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {readAddresses, removeAddresses, writeAddresses, type Addresses} from './addresses.js';
import {AriClient} from './ari/client.js';
import {Asterisk} from './asterisk/asterisk.js';
import {writeConfiguration} from './asterisk/configuration.js';
import {findAsterisk} from './asterisk/program.js';
import {ariApplication, extensions} from './extensions.js';
import {GatewayClient} from './gateway/client.js';
import {prepareGateway} from './gateway/prepare.js';
import type {GatewayOptions} from './gateway/settings.js';
import {prepareLiveKit, type LiveKitOptions} from './livekit/prepare.js';
import {SipCapture} from './sip/capture.js';
import {makeCertificates} from './system/certificate.js';
import {StackError} from './system/error.js';
import {isAlive} from './system/lock.js';
import {freeTcpPorts, rtpPortRange} from './system/ports.js';
import type {Report} from './system/report.js';
import {makeUsers} from './users.js';

export interface StackOptions {
  /** The stack's folder: configuration, logs and `addresses.json`. `.stack` when left out; with a `name`, its subfolder of that name. */
  folder?: string;
  /** Tells stacks apart that run side by side. */
  name?: string;
  /** Told, in one line each, what is being set up. */
  report?: Report;
  /** Added to the end of Asterisk's configuration files, by file name. */
  asteriskConfiguration?: Readonly<Record<string, string>>;
  /** Starts livekit-server too, where it can be had. */
  livekit?: boolean | LiveKitOptions;
  /** Starts the gateway with its bridge too. It has rooms where there is a livekit-server. */
  gateway?: boolean | GatewayOptions;
  /** Asterisk modules to load besides the stack's own, without `.so`. */
  asteriskModules?: readonly string[];
}

/** The real parts, running. Nothing of it outlives the process that made it. */
export interface Stack {
  readonly addresses: Addresses;
  readonly folder: string;
  /** What went over the wire, as Asterisk saw it. */
  readonly sip: SipCapture;
  readonly ari: AriClient;
  /** Runs a command of Asterisk's console and returns what it prints. */
  cli(command: string): Promise<string>;
  /** Takes Asterisk down, politely or by SIGKILL, and leaves its ports free. */
  stopAsterisk(options?: {kill?: boolean}): Promise<void>;
  /** Brings it back on the same ports. */
  startAsterisk(): Promise<void>;
  /** Takes livekit-server down, politely or by SIGKILL, with all its rooms. */
  stopLiveKit(options?: {kill?: boolean}): Promise<void>;
  /** Brings it back on the same ports. */
  startLiveKit(): Promise<void>;
  /** The gateway as an application's server uses it; `undefined` unless it was asked for. */
  readonly gateway: GatewayClient | undefined;
  /** Takes a gateway down, politely or by SIGKILL: the first, unless `index` names another. */
  stopGateway(options?: {index?: number; kill?: boolean}): Promise<void>;
  /** Brings it back on the same port. */
  startGateway(index?: number): Promise<void>;
  /** Takes a bridge with a process of its own down, politely or by SIGKILL. */
  stopBridge(index: number, options?: {kill?: boolean}): Promise<void>;
  /** Brings it back on the same port. */
  startBridge(index: number): Promise<void>;
  /** Ends everything, removes `addresses.json` and keeps the logs. */
  stop(): Promise<void>;
}

/** Brings everything up on 127.0.0.1 and resolves when it answers. Rejects with {@link StackError}, and leaves nothing running. */
export async function createStack(options: StackOptions = {}): Promise<Stack> {
  const {name, report = () => undefined, asteriskConfiguration = {}, asteriskModules = []} = options;
  const base = resolve(options.folder ?? '.stack');
  const folder = name ? join(base, name) : base;
  const other = await readAddresses(folder);
  if (other && isAlive(other.pid))
    throw new StackError(
      `A stack is already running in ${folder} (process ${other.pid}): end it, or name this one.`,
    );
  const program = await findAsterisk(report);
  const logs = join(folder, 'logs');
  for (const path of ['etc', 'var', 'logs', 'tls', 'database', 'prompts'])
    await rm(join(folder, path), {recursive: true, force: true});
  await mkdir(folder, {recursive: true, mode: 0o700});
  const plan =
    options.gateway &&
    (await prepareGateway(options.gateway === true ? {} : options.gateway, {folder, logs, report}));
  const webhooks = plan ? [plan.webhook] : [];
  const room =
    options.livekit &&
    (await prepareLiveKit(
      {webhooks, ...(options.livekit === true ? {} : options.livekit)},
      {folder, logs, report},
    ));
  const certificates = await makeCertificates(join(folder, 'tls'));
  const sockets = await mkdtemp(join(tmpdir(), 'sidetone-'));
  const sip = new SipCapture();
  const hep = await sip.listen();
  const [http, https] = (await freeTcpPorts(2)) as [number, number];
  sip.serverPorts = [http, https];
  const ports = {http, https, hep, rtp: rtpPortRange(400)};
  const credentials = {user: 'sidetone', password: randomBytes(18).toString('base64url')};
  const users = makeUsers();
  const asteriskAddress = {
    version: program.version,
    ws: `ws://127.0.0.1:${http}/ws`,
    wss: `wss://127.0.0.1:${https}/ws`,
    ari: {url: `http://127.0.0.1:${http}/ari`, ...credentials},
    rtp: ports.rtp,
  };
  const parts = plan
    ? await plan.build({
        asterisk: {ari: asteriskAddress.ari.url, ws: asteriskAddress.ws, wss: asteriskAddress.wss},
        livekit: room ? room.address : undefined,
        certificates,
      })
    : undefined;
  const {gateways = [], bridges = [], balancer} = parts ?? {};
  const {files: extra, ports: listeners} = reportToCapture(
    joinFiles(parts?.asterisk.files ?? {}, asteriskConfiguration),
    hep,
  );
  sip.forwardTo = [...new Set([...listeners, ...(plan ? plan.hep : [])])];
  const settings = {
    program,
    folder,
    logs,
    sockets,
    ports,
    ari: credentials,
    certificates,
    users,
    extra,
    extraModules: [...(parts?.asterisk.modules ?? []), ...asteriskModules],
  };
  const asterisk = new Asterisk(settings, await writeConfiguration(settings));
  const addresses: Addresses = {
    pid: process.pid,
    asterisk: asteriskAddress,
    ...(room && {livekit: room.address}),
    ...(plan && {gateway: plan.address}),
    ca: certificates.ca,
    spki: certificates.spki,
    users,
    extensions,
    hep,
    logs,
  };
  const ari = new AriClient(addresses.asterisk.ari, ariApplication);
  const stack: Stack = {
    addresses,
    folder,
    sip,
    ari,
    cli: (command) => asterisk.cli(command),
    stopAsterisk: async ({kill = false} = {}) => {
      ari.close();
      await (kill ? asterisk.kill() : asterisk.stop());
    },
    startAsterisk: async () => {
      await asterisk.start();
      await ari.connect();
    },
    stopLiveKit: async ({kill = false} = {}) => {
      await (room && (kill ? room.livekit.kill() : room.livekit.stop()));
    },
    startLiveKit: async () => {
      await (room && room.livekit.start());
    },
    gateway: plan ? new GatewayClient(plan.address.url, plan.address.jwtSecret) : undefined,
    stopGateway: async ({index = 0, kill = false} = {}) => {
      await (kill ? gateways[index]?.kill() : gateways[index]?.stop());
    },
    startGateway: async (index = 0) => {
      await gateways[index]?.start();
    },
    stopBridge: async (index, {kill = false} = {}) => {
      await (kill ? bridges[index]?.kill() : bridges[index]?.stop());
    },
    startBridge: async (index) => {
      await bridges[index]?.start();
    },
    stop: async () => {
      // First those who use the others.
      await Promise.all(gateways.map((gateway) => gateway.stop()));
      await Promise.all(bridges.map((bridge) => bridge.stop()));
      await Promise.all([balancer?.stop(), stack.stopAsterisk(), stack.stopLiveKit()]);
      await sip.close();
      await removeAddresses(folder);
      await rm(sockets, {recursive: true, force: true});
    },
  };
  try {
    await Promise.all([stack.startAsterisk(), stack.startLiveKit(), balancer?.start()]);
    await Promise.all([...bridges, ...gateways].map((service) => service.start()));
    await writeAddresses(folder, addresses);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  report(`asterisk: ${program.version} is up`);
  if (room) report(`livekit: ${room.address.version} is up`);
  if (plan)
    report(`gateway: up at ${plan.address.url}${room ? '' : ', without rooms, as there is no LiveKit'}`);
  return stack;
}

/** Asterisk reports its SIP to one address. The capture takes that place, and whoever was to have it gets it from there. */
function reportToCapture(
  files: Readonly<Record<string, string>>,
  port: number,
): {files: Record<string, string>; ports: number[]} {
  const {'hep.conf': hep, ...others} = files;
  if (hep === undefined) return {files: others, ports: []};
  const address = /^capture_address=.*:(\d+)$/gm;
  return {
    files: {...others, 'hep.conf': hep.replace(address, `capture_address=127.0.0.1:${port}`)},
    ports: [...hep.matchAll(address)].map(([, given]) => Number(given)),
  };
}

/** The text of files that have the same name, one after the other. */
function joinFiles(...sets: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [name, text] of sets.flatMap((set) => Object.entries(set)))
    files[name] = files[name] === undefined ? text : `${files[name]}\n${text}`;
  return files;
}
