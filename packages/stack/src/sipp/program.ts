import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {privateRoot} from '../system/private-root.js';
import type {Report} from '../system/report.js';

const run = promisify(execFile);

/** The SIPp on PATH, otherwise Debian's in a folder of its own. */
export async function findSipp(report: Report): Promise<{command: string; args: readonly string[]}> {
  try {
    await run('sipp', ['-h']);
    return {command: 'sipp', args: []};
  } catch (error) {
    // It is there: its help ends with a code of its own.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return {command: 'sipp', args: []};
    const root = await privateRoot(
      {
        name: 'sipp',
        packages: ['sip-tester'],
        otherwise: 'SIPp is needed: install it so that `sipp` is on PATH.',
      },
      report,
    );
    return root.program('usr/bin/sipp');
  }
}
