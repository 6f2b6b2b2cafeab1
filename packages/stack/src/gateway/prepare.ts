import {join} from 'node:path';
import type {GatewayAddress, LiveKitAddress} from '../addresses.js';
import {prepareSpeech, type Speech} from '../speech/speech.js';
import {cacheFolder} from '../system/cache.js';
import type {Certificates} from '../system/certificate.js';
import {StackError} from '../system/error.js';
import {freeTcpPorts, freeUdpPort} from '../system/ports.js';
import type {Report} from '../system/report.js';
import {asteriskAdditions, makePrompts, type AsteriskAdditions} from './asterisk.js';
import {Balancer} from './balancer.js';
import {bridgePackage, gatewayPackage} from './program.js';
import {Service} from './service.js';
import {gatewaySettings, makeSecrets, roomNumber, type GatewayOptions} from './settings.js';

/** Gateways with ports and secrets of their own. */
export interface GatewayPlan {
  address: GatewayAddress;
  /** Where LiveKit sends its webhooks. */
  webhook: string;
  /** UDP ports where the gateways hear what Asterisk reports of SIP. */
  hep: readonly number[];
  /** Makes the processes and what Asterisk needs, once it is known where the rest is. Nothing is started yet. */
  build(around: {
    asterisk: {ari: string; ws: string; wss: string};
    livekit: LiveKitAddress | undefined;
    certificates: Certificates;
  }): Promise<GatewayParts>;
}

interface GatewayParts {
  asterisk: AsteriskAdditions;
  gateways: readonly Service[];
  bridges: readonly Service[];
  /** In front of the gateways, where there are several. */
  balancer: Balancer | undefined;
}

/** Rejects with {@link StackError}. */
export async function prepareGateway(
  options: GatewayOptions,
  {folder, logs, report}: {folder: string; logs: string; report: Report},
): Promise<GatewayPlan> {
  const {instances = 1, bridges = 0, databaseUrl} = options;
  if (instances > 1 && !databaseUrl) throw new StackError('Several gateways need a databaseUrl.');
  const ports = await freeTcpPorts(instances);
  const hep = await Promise.all(ports.map(() => freeUdpPort()));
  const bridgePorts = await freeTcpPorts(bridges);
  const [sqlPort = 0, tcp = 0, tls = 0, shared = 0] = await freeTcpPorts(4);
  const [port = shared] = instances > 1 ? [shared] : ports;
  const secrets = makeSecrets();
  const speech = options.speech ? await speechOrNone(report) : undefined;
  const prompts = speech ? join(cacheFolder(), 'prompts') : join(folder, 'prompts');
  const base = `http://127.0.0.1:${port}`;
  const address: GatewayAddress = {
    // One site with pages on localhost, so that its cookie goes with their requests.
    url: `http://localhost:${port}`,
    instances: ports.map((own) => `http://127.0.0.1:${own}`),
    bridges: bridgePorts.map((own) => `http://127.0.0.1:${own}`),
    jwtSecret: secrets.jwt,
    database: databaseUrl ?? `postgres://postgres@127.0.0.1:${sqlPort}/postgres`,
    roomNumber,
  };
  return {
    address,
    webhook: `${base}/livekit/webhook`,
    hep,
    build: async ({certificates, ...around}) => {
      const {livekit} = around;
      const urls = bridgePorts.map((own) => `ws://127.0.0.1:${own}/bridge`);
      const settings = ports.map((own, index) =>
        gatewaySettings(options, {
          folder,
          port: own,
          hep: hep[index] ?? 0,
          sqlPort,
          prompts,
          secrets,
          bridges: urls,
          ...around,
        }),
      );
      const sip = {udp: await freeUdpPort(), tcp, tls};
      const [asterisk] = await Promise.all([
        asteriskAdditions({settings: settings[0] ?? {}, url: base, ports: sip, certificates}),
        makePrompts(prompts, speech),
      ]);
      return {
        asterisk,
        gateways: ports.map((own, index) => gateway(own, settings[index] ?? {}, log(logs, 'gateway', index))),
        bridges: livekit
          ? bridgePorts.map((own, index) => bridge(own, livekit, secrets.bridge, log(logs, 'bridge', index)))
          : [],
        balancer: instances > 1 ? new Balancer(port, ports) : undefined,
      };
    },
  };
}

const log = (folder: string, name: string, index: number) =>
  join(folder, index ? `${name}-${index + 1}.log` : `${name}.log`);

function gateway(port: number, env: Readonly<Record<string, string>>, log: string): Service {
  const [name, folder, module, ready] = ['The gateway', gatewayPackage, 'cli.ts', '/ready'];
  return new Service({name, folder, module, args: ['serve'], env, port, ready, log});
}

function bridge(port: number, livekit: LiveKitAddress, token: string, log: string): Service {
  const env = {
    SIDETONE_BRIDGE_TOKEN: token,
    LIVEKIT_URL: livekit.url,
    LIVEKIT_API_KEY: livekit.apiKey,
    LIVEKIT_API_SECRET: livekit.apiSecret,
  };
  const args = ['--port', `${port}`];
  const [name, folder, module, ready] = ['A bridge', bridgePackage, 'cli.ts', '/health'];
  return new Service({name, folder, module, args, env, port, ready, log});
}

async function speechOrNone(report: Report): Promise<Speech | undefined> {
  try {
    return await prepareSpeech(report);
  } catch (error) {
    report(`gateway: prompts are tones. ${(error as Error).message}`);
    return undefined;
  }
}
