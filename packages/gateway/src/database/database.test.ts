import {startPostgres, type Postgres} from '@sidetone/stack';
import {generateDrizzleJson, generateMigration} from 'drizzle-kit/api';
import {sql} from 'drizzle-orm';
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {openDatabase} from './database.js';
import * as schema from './schema.js';

onEachDatabase((database) => {
  test('an operator inserts a mapping as the SIP module describes it', async () => {
    const {queries} = database();
    await queries.execute(sql`insert into sip_user_mappings
      (sip_user, sip_password, sip_host, sip_port, sip_parameters, sip_headers, peer_type, peer_id, peer_str_id, register, can_call, can_be_called)
      values ('alice', 'wonderland', 'example.com', 443, '{"transport": "wss", "method": "GET"}',
      '{"host": "example.com:443", "location": "/index"}', 1, 434, '', true, true, false)`);
    await queries.execute(sql`insert into sip_user_mappings (sip_user, sip_password, sip_host, peer_id)
      values ('bob', 'builder', 'example.com', 435)`);
    expect(
      await queries.select().from(schema.sipUserMappings).orderBy(schema.sipUserMappings.sipUser),
    ).toEqual([
      expect.objectContaining({
        sipUser: 'alice',
        sipParameters: {transport: 'wss', method: 'GET'},
        sipHeaders: {host: 'example.com:443', location: '/index'},
        peerId: 434,
        canBeCalled: false,
      }),
      expect.objectContaining({
        sipPort: 5060,
        sipParameters: {transport: 'udp'},
        sipHeaders: {},
        peerType: 1,
        register: true,
        canCall: true,
        canBeCalled: true,
      }),
    ]);
  });

  test('the table has exactly the columns of the SIP module', async () => {
    const {rows} = (await database().queries.execute(
      sql`select column_name from information_schema.columns where table_name = 'sip_user_mappings' order by ordinal_position`,
    )) as {rows: {column_name: string}[]};
    expect(rows.map((row) => row.column_name)).toEqual([
      'sip_user',
      'sip_password',
      'sip_host',
      'sip_port',
      'sip_parameters',
      'sip_headers',
      'peer_type',
      'peer_id',
      'peer_str_id',
      'register',
      'can_call',
      'can_be_called',
    ]);
  });

  test('a mapping of nobody is refused', async () => {
    const insert = database().queries.execute(
      sql`insert into sip_user_mappings (sip_user, sip_host, peer_str_id) values ('carol', 'example.com', '')`,
    );
    await expect(insert).rejects.toMatchObject({cause: {constraint: 'sip_user_mappings_peer'}});
  });

  test('migrating again changes nothing', async () => {
    await database().migrate();
    await database().check();
  });
});

describe('PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 120_000);
  afterAll(() => server.stop());

  test('several gateways migrate at once', async () => {
    const url = await server.createDatabase();
    const gateways = await Promise.all([1, 2, 3].map(() => openDatabase({url})));
    await Promise.all(gateways.map((gateway) => gateway.migrate()));
    await Promise.all(gateways.map((gateway) => gateway.close()));
  });

  test('a database that goes away and comes back is used again', async () => {
    const lost: Error[] = [];
    const database = await openDatabase({url: server.url, onConnectionLost: (error) => lost.push(error)});
    await database.check();
    await server.kill();
    await expect.poll(() => lost.length).toBeGreaterThan(0);
    await expect(database.check()).rejects.toThrow();
    await server.start();
    await database.check();
    await database.close();
  });
});

test('the migrations make the schema that the queries expect', async () => {
  const journal = JSON.parse(read('_journal.json')) as {entries: {idx: number}[]};
  const latest = String(journal.entries.at(-1)!.idx).padStart(4, '0');
  const written = JSON.parse(read(`${latest}_snapshot.json`)) as ReturnType<typeof generateDrizzleJson>;
  expect(await generateMigration(written, generateDrizzleJson(schema))).toEqual([]);
});

function read(name: string): string {
  return readFileSync(new URL(`../../migrations/meta/${name}`, import.meta.url), 'utf8');
}
