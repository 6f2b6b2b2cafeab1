import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Client} from 'pg';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {archiveOfThisSystem} from '../system/debian.js';
import {tcpPortIsFree} from '../system/ports.js';
import {standIn} from './owner.js';
import {startPostgres, type Postgres} from './postgres.js';
import {privatePostgres} from './private-postgres.js';

/** Fetching the private one for the first time takes its time. */
const timeout = 900_000;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  // PostgreSQL is somebody else where this is root.
  await chmod(folder, 0o755);
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, {recursive: true});
});

async function startPrivate(): Promise<Postgres> {
  const owner = await standIn();
  return startPostgres({programs: {folder: await privatePostgres(() => undefined, owner), owner}});
}

const starts: Record<string, () => Promise<Postgres>> = {
  'that is found': () => startPostgres(),
  // Other systems have none of these packages.
  ...((await archiveOfThisSystem()) && {'of Debian’s packages': startPrivate}),
};

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({connectionString: url});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const left = async () => (await readdir(folder)).filter((name) => name.startsWith('sidetone-'));
const portOf = (url: string) => Number(new URL(url).port);

test.each(Object.entries(starts))(
  'the PostgreSQL %s answers, is back with its data after a crash, and leaves nothing',
  {timeout},
  async (_, start) => {
    const server = await start();
    const [one, two] = [await server.createDatabase(), await server.createDatabase()];
    await query(one, `create table calls as select 'Zürich' as place`);
    await expect(query(two, 'select place from calls')).rejects.toThrow('does not exist');
    await server.kill();
    await expect(query(one, 'select 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(await query(one, 'select place from calls')).toEqual([{place: 'Zürich'}]);

    const connected = new Client({connectionString: one});
    connected.on('error', () => undefined);
    await connected.connect();
    await server.stop();
    expect(await tcpPortIsFree(portOf(server.url))).toBe(true);
    expect(await left()).toEqual([]);
  },
);

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'it ends with the process that started it, when that gets a %s, and leaves nothing',
  {timeout},
  async (signal) => {
    const script = `
      import {startPostgres} from ${JSON.stringify(fileURLToPath(new URL('./postgres.ts', import.meta.url)))};
      process.once('SIGTERM', () => process.exit());
      console.log((await startPostgres()).url);
      setInterval(() => undefined, 1000);`;
    const node = [
      '--conditions=@sidetone/source',
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      script,
    ];
    const parent = spawn(process.execPath, node, {stdio: ['ignore', 'pipe', 'inherit']});
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const url = line.toString().trim();
    expect(await query(url, 'select 1 as one')).toEqual([{one: 1}]);
    parent.kill(signal);
    await vi.waitFor(async () => expect(await left()).toEqual([]), {timeout: 60_000});
    expect(await tcpPortIsFree(portOf(url))).toBe(true);
  },
);

test('one that does not start says why and leaves nothing', {timeout}, async () => {
  const programs = {folder: join(folder, 'nowhere'), owner: undefined};
  await expect(startPostgres({programs})).rejects.toThrow(
    /^PostgreSQL could not make its data folder: .*ENOENT/,
  );
  expect(await left()).toEqual([]);
});
