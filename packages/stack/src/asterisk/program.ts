import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {StackError} from '../system/error.js';
import type {Report} from '../system/report.js';
import {privateAsterisk} from './private-asterisk.js';
import {isRecent, neededAsterisk} from './version.js';

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

/** The Asterisk on PATH when it is recent enough, otherwise the private one, which is made when it is missing. */
export async function findAsterisk(report: Report): Promise<AsteriskProgram> {
  const installed = await versionOf('asterisk', []);
  if (installed && isRecent(installed)) return {command: 'asterisk', args: [], version: installed};
  if (installed)
    report(`asterisk: ${installed} is installed, but ${neededAsterisk} is needed. Using a private one.`);
  const {command, args, folders} = await privateAsterisk(report);
  const version = await versionOf(command, args);
  if (!version)
    throw new StackError(`The private Asterisk does not start. Remove ${folders.root} and try again.`);
  if (!isRecent(version))
    throw new StackError(
      `The private Asterisk in ${folders.root} is ${version}, but ${neededAsterisk} is needed. ` +
        'Remove that folder to fetch a newer one, or install one so that `asterisk` is on PATH.',
    );
  return {command, args, version, folders};
}

async function versionOf(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const {stdout} = await run(command, [...args, '-V']);
    return /Asterisk (?:certified[-/])?([0-9.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
