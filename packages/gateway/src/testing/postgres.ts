import {execFile, spawn, type ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {constants} from 'node:fs';
import {access, chown, mkdtemp, readdir, rm} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {delimiter, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import {Client} from 'pg';

const run = promisify(execFile);

/** A PostgreSQL server of one's own, on loopback, in a folder that goes away with it. */
export interface PostgresServer {
  /** Of the superuser's database. */
  readonly url: string;
  /** Makes an empty database and resolves with its URL. */
  createDatabase(): Promise<string>;
  /** Ends the server as a failing machine does. */
  kill(): Promise<void>;
  /** Brings it back with its data, on the same port. */
  start(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL from PATH or from Debian's package. Rejects with words that say what to install. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await findPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'sidetone-postgres-'));
  // PostgreSQL refuses to be run by root.
  const owner = userInfo().uid === 0 ? await unprivilegedUser() : {};
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const initialise = ['-D', data, '-U', 'sidetone', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  await run(programs.initdb, initialise, {...owner, cwd: folder});
  const port = await freePort();
  const url = `postgres://sidetone@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;

  const start = async () => {
    const settings = [
      'fsync=off',
      'max_connections=300',
      'full_page_writes=off',
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
    ];
    const args = ['-D', data, '-p', `${port}`, ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(programs.postgres, args, {...owner, cwd: folder, stdio: 'ignore'});
    server = child;
    while (!(await answers(url))) {
      if (child.exitCode !== null)
        throw new Error(`PostgreSQL ended with code ${child.exitCode} at its start.`);
      await sleep(30);
    }
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  const lastResort = () => server?.kill('SIGQUIT');
  process.once('exit', lastResort);
  await start();
  return {
    url,
    createDatabase: () => createDatabase(url),
    // Immediate shutdown: as after a crash, but its child processes do not linger.
    kill: () => end('SIGQUIT'),
    start,
    stop: async () => {
      await end('SIGQUIT');
      process.off('exit', lastResort);
      await rm(folder, {recursive: true, force: true});
    },
  };
}

/** Makes an empty database on the server of this URL and resolves with its own. */
export async function createDatabase(server: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(server, (client) => client.query(`create database ${name}`));
  return server.replace(/[^/]*$/, name);
}

async function findPrograms(): Promise<{postgres: string; initdb: string}> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch((): string[] => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...newestFirst.map((version) => join(debian, version, 'bin')),
  ];
  for (const folder of folders) {
    const found = {postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb')};
    const executable = Object.values(found).map((path) => access(path, constants.X_OK));
    if ((await Promise.allSettled(executable)).every(({status}) => status === 'fulfilled')) return found;
  }
  throw new Error(
    'PostgreSQL was not found: install it (Debian: apt-get install postgresql), or put its programs on PATH.',
  );
}

async function unprivilegedUser(): Promise<{uid?: number; gid?: number}> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(
        ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
      );
      if (uid !== undefined && gid !== undefined) return {uid, gid};
    } catch {
      // The next one, then.
    }
  }
  return {};
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
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
