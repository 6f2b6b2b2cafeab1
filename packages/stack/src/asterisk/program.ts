import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {StackError} from '../system/error.js';
import type {Report} from '../system/report.js';
import {privateAsterisk} from './private-asterisk.js';

const run = promisify(execFile);

/** An Asterisk that can be started: `command` with `args` before its own arguments. */
export interface AsteriskProgram {
  command: string;
  args: readonly string[];
  /** `22.10.1` */
  version: string;
  /** Where its modules and its data are, when not where it was compiled for. */
  folders?: {modules: string; data: string};
}

/** The dialplan application PJSIPHangup came with 20.6. */
const oldest = [20, 6] as const;

/** The Asterisk on PATH when it is recent enough, otherwise the private one, which is made when it is missing. */
export async function findAsterisk(report: Report): Promise<AsteriskProgram> {
  const installed = await versionOf('asterisk', []);
  if (installed && isRecent(installed)) return {command: 'asterisk', args: [], version: installed};
  if (installed)
    report(
      `Asterisk ${installed} is installed, ${oldest.join('.')} or later is needed: using a private one.`,
    );
  const {command, args, folders} = await privateAsterisk(report);
  const version = await versionOf(command, args);
  if (!version)
    throw new StackError(`The private Asterisk does not start. Remove ${folders.root} and try again.`);
  return {command, args, version, folders};
}

/** Whether a version such as `22.10.1` or `20.6.0~dfsg` is new enough. */
export function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(/[^0-9]+/).map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

async function versionOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const {stdout} = await run(command, [...args, '-V']);
    return /Asterisk (?:certified[-/])?([0-9.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
