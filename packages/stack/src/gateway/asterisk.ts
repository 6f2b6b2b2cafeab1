import {spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';
import {StackError} from '../system/error.js';
import type {Speech} from '../speech/speech.js';
import {gatewayPackage, plainEnvironment, moduleArguments} from './program.js';
import {asteriskId} from './settings.js';

/** What Asterisk needs for the gateway. */
export interface AsteriskAdditions {
  files: Readonly<Record<string, string>>;
  modules: readonly string[];
}

interface AsteriskPlan {
  /** The gateway's environment. */
  settings: Readonly<Record<string, string>>;
  /** Where Asterisk reaches the gateway. */
  url: string;
  /** Of SIP, for providers. */
  ports: {udp: number; tcp: number; tls: number};
  /** PEM files: this side's certificate, and who signs the providers'. */
  certificates: {ca: string; certificate: string; key: string};
}

/** Has the gateway say what Asterisk needs, as it says it to operators. Both sides may dial each other's numbers. */
export async function asteriskAdditions(plan: AsteriskPlan): Promise<AsteriskAdditions> {
  const {settings, url, ports, certificates} = plan;
  const options = {
    id: asteriskId,
    gateway: url,
    udp: `127.0.0.1:${ports.udp}`,
    tcp: `127.0.0.1:${ports.tcp}`,
    tls: `127.0.0.1:${ports.tls}`,
    certificate: certificates.certificate,
    key: certificates.key,
    'tls-authorities': certificates.ca,
    'dial-context': 'phones',
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const output = await ask('cli.ts', ['asterisk-config', '--json', ...args], settings);
  const {files, modules} = JSON.parse(output) as AsteriskAdditions;
  return {
    modules,
    files: {
      ...files,
      'extensions.conf': `${files['extensions.conf'] ?? ''}\n[phones](+)\ninclude => sidetone-numbers\n`,
    },
  };
}

/** Makes the prompts that are not in the folder yet: spoken, or else tones. */
export async function makePrompts(folder: string, speech: Speech | undefined): Promise<void> {
  await ask('testing/prompts.ts', [], {}, JSON.stringify({folder, speech}));
}

/** What a module of the gateway prints. */
async function ask(
  module: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<string> {
  const child = spawn(process.execPath, [...moduleArguments(gatewayPackage, module), ...args], {
    cwd: gatewayPackage,
    env: {...plainEnvironment(), ...env},
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stdin.end(input);
  const [output, problem, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new StackError(`The gateway's ${module} failed.\n${problem}`);
  return output;
}
