import {sql} from 'drizzle-orm';
import {PgDialect} from 'drizzle-orm/pg-core';
import {openDatabase} from './database/database.ts';
import {Deliveries} from './callbacks/deliveries.ts';
import {startPostgres} from './testing/postgres.ts';
const server = process.argv[2] ? await startPostgres() : undefined;
const database = await openDatabase({url: server?.url});
await database.migrate();
const {queries} = database;
await queries.execute(sql`drop index callbacks_due`);
await queries.execute(sql`create index callbacks_due on callbacks (endpoint_id, next_at, seq) where state = 'waiting'`);
await queries.execute(sql`insert into callback_endpoints (id, url, secret) values ('e', 'http://127.0.0.1', 's'), ('f', 'http://127.0.0.1/f', 's')`);
await queries.execute(sql.raw(`insert into callbacks (endpoint_id, lane, type, body, next_at, give_up_at)
      select 'e', 'call-' || (i / 6), 't', '{}', now(), now() + interval '1 day' from generate_series(0, 29999) i order by i`));
let q: any;
await new Deliveries({execute: async (s: any) => { q = s; return {rows: []}; }} as any, 'me').take({free: 64, perEndpoint: 8});
const {rows} = await queries.execute(sql`explain analyze ${q}`) as any;
console.log(rows.map((r: any) => r['QUERY PLAN']).join('\n'));
await database.close(); await server?.stop();
