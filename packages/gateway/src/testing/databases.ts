import {getTableName, is, sql} from 'drizzle-orm';
import {PgTable} from 'drizzle-orm/pg-core';
import {afterAll, afterEach, beforeAll, describe} from 'vitest';
import {openDatabase, type Database} from '../database/database.js';
import * as schema from '../database/schema.js';
import {emptyPglite} from './empty-pglite.js';
import {createSharedDatabase} from './shared-postgres.js';

const patience = 120_000;

/** A PGlite of one's own, migrated. */
export async function migratedPglite(): Promise<Database> {
  return migrated({contents: await emptyPglite()});
}

async function migrated(options: Parameters<typeof openDatabase>[0]): Promise<Database> {
  const database = await openDatabase(options);
  await database.migrate();
  return database;
}

/**
 * Defines the same tests twice: with PGlite and with PostgreSQL, each migrated, and emptied after every test.
 * `database` gives the present one; call it within a test.
 */
export function onEachDatabase(define: (database: () => Database) => void): void {
  describe.each(['PGlite', 'PostgreSQL'])('%s', {timeout: patience}, (kind) => {
    let database: Database;
    beforeAll(async () => {
      database = await (kind === 'PGlite' ? migratedPglite() : migrated({url: await createSharedDatabase()}));
    }, patience);
    afterEach(() => empty(database));
    afterAll(() => database.close(), patience);
    define(() => database);
  });
}

// Many times quicker than `truncate` where the tables are all but empty.
const emptied = Object.values(schema)
  .filter((table) => is(table, PgTable))
  .map((table) => `delete from ${getTableName(table)};`);

async function empty({queries}: Database): Promise<void> {
  await queries.execute(sql.raw(`do $$ begin ${emptied.join(' ')} end $$`));
}
