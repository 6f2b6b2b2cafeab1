import {randomBytes} from 'node:crypto';
import type {LiveKitAddress} from '../addresses.js';
import {freeTcpPorts, freeUdpPort} from '../system/ports.js';
import type {Report} from '../system/report.js';
import type {LiveKitSettings} from './configuration.js';
import {LiveKit} from './livekit.js';
import {findLiveKit} from './program.js';

export type LiveKitOptions = Pick<LiveKitSettings, 'webhooks' | 'redis'>;

interface Surroundings {
  folder: string;
  logs: string;
  report: Report;
}

/** A livekit-server with ports and keys of its own, not started yet. `undefined` where none can be had. */
export async function prepareLiveKit(
  options: LiveKitOptions,
  {folder, logs, report}: Surroundings,
): Promise<{livekit: LiveKit; address: LiveKitAddress} | undefined> {
  const program = await findLiveKit(report);
  if (!program) return undefined;
  const [port = 0] = await freeTcpPorts(1);
  const keys = {apiKey: 'sidetone', apiSecret: randomBytes(32).toString('base64url')};
  const settings = {port, udpPort: await freeUdpPort(), ...keys, ...options};
  return {
    livekit: new LiveKit(program, settings, {folder, logs}),
    address: {version: program.version, url: `ws://127.0.0.1:${port}`, ...keys},
  };
}
