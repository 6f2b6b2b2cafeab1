import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Child} from '../system/child.js';
import {StackError} from '../system/error.js';
import {freeUdpPort} from '../system/ports.js';
import type {Report} from '../system/report.js';
import {findSipp} from './program.js';

interface SippOptions {
  /** Where it works and writes its logs; of this call alone. */
  folder: string;
  /** The address that it calls, `127.0.0.1:5060`. */
  target: string;
  /** The scenario's XML, `[service]` in it is this number. */
  scenario: string;
  number: string;
  /** Ends a scenario that waits for what does not come, s. */
  timeout?: number;
  report?: Report;
}

/** A call by SIPp, message by message as a scenario says. */
export interface Sipp {
  /** Resolves when it went as the scenario says. Rejects with {@link StackError}, and what was on the wire. */
  done(): Promise<void>;
  /** Breaks it off. */
  stop(): Promise<void>;
}

/** Starts the SIPp on PATH, otherwise Debian's in a folder of its own, with one call by UDP. */
export async function startSipp(options: SippOptions): Promise<Sipp> {
  const {folder, target, scenario, number, timeout = 30, report = () => undefined} = options;
  const {command, args} = await findSipp(report);
  await mkdir(folder, {recursive: true});
  const file = (name: string) => join(folder, name);
  await writeFile(file('scenario.xml'), scenario);
  const own = [target, '-sf', file('scenario.xml'), '-s', number, '-m', '1', '-nostdin'];
  const network = ['-i', '127.0.0.1', '-p', `${await freeUdpPort()}`, '-mp', `${await freeUdpPort()}`];
  const limits = ['-timeout', `${timeout}s`, '-timeout_error'];
  const traces = [
    '-trace_msg',
    '-message_file',
    file('messages.log'),
    '-trace_err',
    '-error_file',
    file('errors.log'),
  ];
  const log = file('sipp.log');
  const child = new Child(command, [...args, ...own, ...network, ...limits, ...traces], {cwd: folder, log});
  return {
    done: async () => {
      const end = await child.exited;
      if (end === 'code 0') return;
      const logs = ['errors.log', 'messages.log', 'sipp.log'].map((name) =>
        readFile(file(name), 'utf8').catch(() => ''),
      );
      throw new StackError(`SIPp ended with ${end}.\n${(await Promise.all(logs)).join('\n')}`);
    },
    stop: () => child.stop(),
  };
}
