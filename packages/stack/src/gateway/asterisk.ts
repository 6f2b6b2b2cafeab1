import {spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';
import {StackError} from '../system/error.js';
import type {Speech} from '../speech/speech.js';
import {gatewayModule, gatewayPackage, plainEnvironment} from './program.js';
import {asteriskId, credentialLife, roomNumber, type GatewaySecrets} from './settings.js';

/** What Asterisk needs for the gateway. */
export interface AsteriskAdditions {
  files: Readonly<Record<string, string>>;
  modules: readonly string[];
}

interface AsteriskPlan {
  secrets: GatewaySecrets;
  /** Where Asterisk reaches the gateway. */
  url: string;
  /** UDP port of SIP, for providers. */
  sipPort: number;
  prompts: string;
  /** What they are spoken with; they are tones without it. */
  speech?: Speech | undefined;
}

/** Has the gateway write what Asterisk needs, and the prompts. The stack's own users may dial the rooms' number too. */
export async function asteriskAdditions({
  secrets,
  url,
  sipPort,
  prompts,
  speech,
}: AsteriskPlan): Promise<AsteriskAdditions> {
  const {files, modules} = await generate({
    speech,
    options: {
      id: asteriskId,
      ari: secrets.ari,
      gateway: url,
      realtimeSecret: secrets.realtime,
      numbers: [roomNumber],
      country: 'CH',
      credentialLife,
      prompts,
      language: 'en',
      ignoreContact: false,
      trace: false,
      bind: {udp: `127.0.0.1:${sipPort}`},
    },
  });
  return {
    modules,
    files: {
      ...files,
      'extensions.conf': `${files['extensions.conf'] ?? ''}\n[phones](+)\ninclude => sidetone-numbers\n`,
    },
  };
}

/** The gateway's own generator, in its own process: it imports this package for its tests, so this one cannot import it. */
async function generate(wanted: object): Promise<AsteriskAdditions> {
  const child = spawn(process.execPath, gatewayModule('testing/asterisk-configuration.ts'), {
    cwd: gatewayPackage,
    env: plainEnvironment(),
  });
  child.stdin.end(JSON.stringify(wanted));
  const [output, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!output) throw new StackError(`The gateway did not write Asterisk's configuration.\n${problem}`);
  return JSON.parse(output) as AsteriskAdditions;
}
