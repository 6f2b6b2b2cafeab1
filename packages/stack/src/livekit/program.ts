import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {cacheFolder} from '../system/cache.js';
import {withLock} from '../system/lock.js';
import type {Report} from '../system/report.js';

const run = promisify(execFile);

/** Pinned: what is built is what was tested, and later revisions cannot be installed by `go install`. */
const version = '1.13.5';

export interface LiveKitProgram {
  command: string;
  version: string;
}

/** livekit-server from PATH, otherwise built once with Go. Where neither is there, says so in one line. */
export async function findLiveKit(report: Report): Promise<LiveKitProgram | undefined> {
  const installed = await versionOf('livekit-server');
  if (installed) return {command: 'livekit-server', version: installed};
  const command = join(cacheFolder(), `livekit-server-${version}-${process.arch}`);
  if (!existsSync(command)) {
    if (!(await hasGo())) {
      report(`livekit: not found, so there are no rooms. Install livekit-server, or Go to have it built.`);
      return undefined;
    }
    await mkdir(cacheFolder(), {recursive: true});
    try {
      await withLock(`${command}.lock`, report, () =>
        existsSync(command) ? undefined : build(command, report),
      );
    } catch (error) {
      report(`livekit: could not be built, so there are no rooms. Install livekit-server. ${reason(error)}`);
      return undefined;
    }
  }
  const built = await versionOf(command);
  if (built) return {command, version: built};
  report(`livekit: ${command} does not start, so there are no rooms. Remove it and try again.`);
  return undefined;
}

async function build(command: string, report: Report): Promise<void> {
  const draft = `${command}.draft`;
  report(`livekit: building livekit-server ${version} with Go, once: this takes minutes and a gigabyte …`);
  const env = {...process.env, CGO_ENABLED: '0', GOBIN: draft};
  try {
    await run('go', ['install', `github.com/livekit/livekit-server/cmd/server@v${version}`], {
      env,
      maxBuffer: 2 ** 26,
    });
    await rename(join(draft, 'server'), command);
    report(`livekit: ready, kept in ${command}`);
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

async function hasGo(): Promise<boolean> {
  return run('go', ['version']).then(
    () => true,
    () => false,
  );
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const {stdout} = await run(command, ['--version']);
    return /version ([0-9.]+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

/** The last line that Go wrote. */
function reason(error: unknown): string {
  const {stderr = '', message} = error as Error & {stderr?: string};
  return stderr.trimEnd().split('\n').at(-1) || message;
}
