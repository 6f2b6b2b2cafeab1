import {execFile} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {chown, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {Client} from 'pg';
import {Child} from '../system/child.js';
import {StackError} from '../system/error.js';
import {freeTcpPorts} from '../system/ports.js';
import {untilReady} from '../system/ready.js';
import type {Report} from '../system/report.js';
import {findPostgres, type PostgresPrograms} from './program.js';

const run = promisify(execFile);

/** A PostgreSQL of this process, on loopback, which forgets all when it is stopped. */
export interface Postgres {
  /** Of the superuser's database: `postgres://sidetone@127.0.0.1:20005/postgres` */
  readonly url: string;
  /** Makes an empty database and resolves with its URL. */
  createDatabase(): Promise<string>;
  /** Ends the server as a failing machine does. */
  kill(): Promise<void>;
  /** Brings it back with its data, on the same port. */
  start(): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

interface PostgresOptions {
  report?: Report;
  /** Others than those that are found. */
  programs?: PostgresPrograms;
}

/** Nothing has to outlive the machine, and many tests share one server. */
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'max_connections=300',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
].flatMap((setting) => ['-c', setting]);

/** Starts the PostgreSQL of this system, otherwise Debian's in a folder of its own, and resolves when it answers. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const {report = () => undefined, programs = await findPostgres(report)} = options;
  // Not in the stack's folder: who runs the server in root's place may have no access to it.
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-postgres-'));
  const [port = 0] = await freeTcpPorts(1);
  const url = `postgres://sidetone@127.0.0.1:${port}/postgres`;
  const log = join(folder, 'log');
  const data = join(folder, 'data');
  let server: Child | undefined;

  const start = async () => {
    server = new Child(join(programs.folder, 'postgres'), ['-D', data, '-p', `${port}`, ...settings], {
      ...programs.owner,
      cwd: folder,
      log,
      scratch: folder,
      // Disconnects all and ends at once. On SIGTERM it waits for clients to leave, by SIGKILL its processes are left behind.
      endsBy: 'SIGQUIT',
    });
    await untilReady(server, () => answers(url), {name: 'PostgreSQL', timeout: 120_000, logs: [log]});
  };
  const end = async () => server?.stop(30_000);
  const stop = async () => {
    await end();
    await rm(folder, {recursive: true, force: true});
  };
  try {
    await initialise(data, folder, programs);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {url, createDatabase: () => createDatabase(url), kill: end, start, stop};
}

async function initialise(data: string, folder: string, programs: PostgresPrograms): Promise<void> {
  const {owner} = programs;
  if (owner) await chown(folder, owner.uid, owner.gid);
  const args = ['-D', data, '-U', 'sidetone', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  try {
    await run(join(programs.folder, 'initdb'), args, {...owner, cwd: folder});
  } catch (error) {
    const {stderr = '', message} = error as Error & {stderr?: string};
    throw new StackError(`PostgreSQL could not make its data folder: ${stderr.trim() || message}`);
  }
}

async function createDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(server, (client) => client.query(`create database ${name}`));
  return server.replace(/[^/]*$/, name);
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({connectionString: url});
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const answers = (url: string) =>
  withClient(url, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  );
