import {sql} from 'drizzle-orm';
import {drizzle as drizzleNodePostgres} from 'drizzle-orm/node-postgres';
import {migrate as migrateNodePostgres} from 'drizzle-orm/node-postgres/migrator';
import type {PgDatabase, PgQueryResultHKT} from 'drizzle-orm/pg-core';
import {Pool} from 'pg';
import {migrationsFolder} from './migrations-folder.js';
import {openPglite} from './pglite.js';
import * as schema from './schema.js';

/** Queries, the same for PGlite and PostgreSQL; also what a transaction hands to its function. */
export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Database {
  readonly kind: 'pglite' | 'postgresql';
  readonly queries: Queries;
  /** Brings the schema up to date. Several gateways may do so at once. */
  migrate(): Promise<void>;
  /** Rejects when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

interface DatabaseOptions {
  /** PostgreSQL; left out, PGlite. */
  url?: string | undefined;
  /** PGlite's folder, or `memory`. */
  folder?: string;
  /** What a new PGlite holds at first, as its `dumpDataDir` wrote it; left out, nothing. */
  contents?: Blob;
  /** Port on 127.0.0.1 where psql reaches PGlite. */
  listen?: number | undefined;
  /** Connections to PostgreSQL. */
  pool?: number;
  /** Told about idle connections that break; the pool makes new ones. */
  onConnectionLost?: (error: Error) => void;
}

/** Any number that no one else locks: "sidetone" on a telephone's keys. */
const migrationLock = 74_338_663;

/** Opens the database; the schema is as it was until `migrate`. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<Database> {
  return options.url === undefined ? openPglite(options) : openPostgres(options.url, options);
}

async function openPostgres(
  url: string,
  {pool: max = 10, onConnectionLost}: DatabaseOptions,
): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
    application_name: 'sidetone-gateway',
  });
  pool.on('error', (error) => onConnectionLost?.(error));
  return {
    kind: 'postgresql',
    queries: drizzleNodePostgres({client: pool, schema}),
    migrate: () => migratePostgres(pool),
    check: async () => void (await pool.query('select 1')),
    close: () => pool.end(),
  };
}

async function migratePostgres(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    const queries = drizzleNodePostgres({client, schema});
    await queries.execute(sql`select pg_advisory_lock(${migrationLock})`);
    try {
      await migrateNodePostgres(queries, {migrationsFolder});
    } finally {
      await queries.execute(sql`select pg_advisory_unlock(${migrationLock})`);
    }
  } finally {
    client.release();
  }
}
