import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {sql} from 'drizzle-orm';
import {Client} from 'pg';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openDatabase} from './database.js';
import {lockFolder} from './folder-lock.js';
import {sipUserMappings} from './schema.js';

const timeout = 60_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-pglite-'));
});
afterAll(() => rm(folder, {recursive: true}));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  return port;
}

test('what a folder holds is there again, and one process has it at a time', {timeout}, async () => {
  const path = join(folder, 'kept');
  const first = await openDatabase({folder: path});
  await first.migrate();
  await first.queries.insert(sipUserMappings).values({sipUser: 'alice', sipHost: 'example.com', peerId: 434});
  await expect(openDatabase({folder: path})).rejects.toThrow(`in use by process ${process.pid}`);
  await first.close();
  const second = await openDatabase({folder: path});
  expect(await second.queries.select().from(sipUserMappings)).toMatchObject([{sipUser: 'alice'}]);
  await second.close();
});

test('a lock that a killed process has left holds nobody up', {timeout}, async () => {
  const path = join(folder, 'left');
  await writeFile(`${path}.lock`, '999999999');
  const database = await openDatabase({folder: path});
  await database.check();
  await database.close();
});

test('a lock that a killed process of the same number has left holds nobody up', {timeout}, async () => {
  const path = join(folder, 'container');
  await writeFile(`${path}.lock`, String(process.pid));
  const unlock = await lockFolder(path);
  await expect(lockFolder(`${path}/`)).rejects.toThrow(`in use by process ${process.pid}`);
  await unlock();
  const attempts = await Promise.allSettled([lockFolder(path), lockFolder(path)]);
  expect(attempts.map(({status}) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('psql inserts a mapping, also while a transaction is under way, and sees it', {timeout}, async () => {
  const listen = await freePort();
  const database = await openDatabase({listen});
  await database.migrate();
  const psql = new Client({host: '127.0.0.1', port: listen, user: 'postgres', database: 'postgres'});
  await psql.connect();
  const insert = (user: string) =>
    psql.query(
      `insert into sip_user_mappings (sip_user, sip_password, sip_host, peer_id) values ('${user}', 'x', 'h', 1)`,
    );
  await insert('alice');
  let inserted: Promise<unknown> | undefined;
  const undone = database.queries.transaction(async (transaction) => {
    await transaction.execute(sql`select 1`);
    inserted = insert('bob');
    await transaction.execute(sql`select pg_sleep(0.05)`);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  await inserted;
  const {rows} = await psql.query<{sip_user: string}>('select sip_user from sip_user_mappings order by 1');
  expect(rows.map((row) => row.sip_user)).toEqual(['alice', 'bob']);
  expect(await database.queries.select().from(sipUserMappings)).toHaveLength(2);
  await psql.end();
  await database.close();
});
