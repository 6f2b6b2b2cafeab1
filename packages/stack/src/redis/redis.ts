import {execFile} from 'node:child_process';
import {connect} from 'node:net';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {Child} from '../system/child.js';
import {freeTcpPorts} from '../system/ports.js';
import {privateRoot} from '../system/private-root.js';
import {untilReady} from '../system/ready.js';
import type {Report} from '../system/report.js';

const run = promisify(execFile);

/** A Redis of this process, which forgets all when it ends. */
export interface Redis {
  /** `127.0.0.1:20005` */
  address: string;
  stop(): Promise<void>;
}

interface RedisOptions {
  /** Where it works and writes its log. */
  folder: string;
  report?: Report;
}

/** Starts the Redis on PATH, otherwise Debian's in a folder of its own, and resolves when it answers. */
export async function startRedis({folder, report = () => undefined}: RedisOptions): Promise<Redis> {
  const {command, args} = await findRedis(report);
  const [port = 0] = await freeTcpPorts(1);
  const log = join(folder, 'redis.log');
  await mkdir(folder, {recursive: true});
  const settings = {port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no'};
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
  const child = new Child(command, [...args, ...options], {cwd: folder, log});
  await untilReady(child, () => answers(port), {name: 'Redis', logs: [log]});
  return {address: `127.0.0.1:${port}`, stop: () => child.stop()};
}

async function findRedis(report: Report): Promise<{command: string; args: readonly string[]}> {
  try {
    await run('redis-server', ['--version']);
    return {command: 'redis-server', args: []};
  } catch {
    const root = await privateRoot(
      {
        name: 'redis',
        packages: ['redis-server'],
        otherwise: 'Redis is needed: install it so that `redis-server` is on PATH.',
      },
      report,
    );
    return root.program('usr/bin/redis-server');
  }
}

/** Whether something says PONG there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
  });
}
