import {join} from 'node:path';
import type {GatewayAddress, LiveKitAddress} from '../addresses.js';
import {prepareSpeech, type Speech} from '../speech/speech.js';
import {cacheFolder} from '../system/cache.js';
import {StackError} from '../system/error.js';
import {freeTcpPorts, freeUdpPort} from '../system/ports.js';
import type {Report} from '../system/report.js';
import {asteriskAdditions, type AsteriskAdditions} from './asterisk.js';
import {Gateway} from './gateway.js';
import {gatewaySettings, makeSecrets, roomNumber, type GatewayOptions} from './settings.js';

/** Gateways with ports and secrets of their own, not started yet. */
export interface GatewayPlan {
  address: GatewayAddress;
  /** Where LiveKit sends its webhooks. */
  webhook: string;
  asterisk: AsteriskAdditions;
  /** Makes the processes, once it is known where the rest is. */
  build(around: {asterisk: {ari: string; wss: string}; livekit: LiveKitAddress | undefined}): Gateway[];
}

/** Rejects with {@link StackError}. */
export async function prepareGateway(
  options: GatewayOptions,
  {folder, logs, report}: {folder: string; logs: string; report: Report},
): Promise<GatewayPlan> {
  const {instances = 1, databaseUrl} = options;
  if (instances > 1 && !databaseUrl) throw new StackError('Several gateways need a databaseUrl.');
  const [sqlPort = 0, ...ports] = await freeTcpPorts(instances + 1);
  const [port = 0] = ports;
  const secrets = makeSecrets();
  const speech = options.speech ? await speechOrNone(report) : undefined;
  const prompts = speech ? join(cacheFolder(), 'prompts') : join(folder, 'prompts');
  const base = `http://127.0.0.1:${port}`;
  const asterisk = await asteriskAdditions({
    secrets,
    prompts,
    speech,
    url: base,
    sipPort: await freeUdpPort(),
  });
  return {
    asterisk,
    webhook: `${base}/livekit/webhook`,
    address: {
      // One site with pages on localhost, so that its cookie goes with their requests.
      url: `http://localhost:${port}`,
      jwtSecret: secrets.jwt,
      database: databaseUrl ?? `postgres://postgres@127.0.0.1:${sqlPort}/postgres`,
      roomNumber,
    },
    build: (around) =>
      ports.map((own, index) => {
        const settings = gatewaySettings(options, {folder, port: own, sqlPort, prompts, secrets, ...around});
        return new Gateway({
          settings,
          port: own,
          log: join(logs, index ? `gateway-${index + 1}.log` : 'gateway.log'),
        });
      }),
  };
}

async function speechOrNone(report: Report): Promise<Speech | undefined> {
  try {
    return await prepareSpeech(report);
  } catch (error) {
    report(`gateway: prompts are tones. ${(error as Error).message}`);
    return undefined;
  }
}
