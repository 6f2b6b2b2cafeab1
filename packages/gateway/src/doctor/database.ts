import {sql} from 'drizzle-orm';
import {readMigrationFiles} from 'drizzle-orm/migrator';
import type {Database} from '../database/database.js';
import {migrationsFolder} from '../database/migrations-folder.js';
import type {Services} from '../services.js';
import {clockFinding} from './clock.js';
import {bad, good, reasonOf, type Finding} from './finding.js';

/** Whether it answers, has this version's schema, and what its clock says. */
export async function examineDatabase({database}: Services): Promise<Finding[]> {
  const subject = database.kind === 'pglite' ? 'Database: PGlite' : 'Database: PostgreSQL';
  try {
    const {rows} = (await database.queries.execute(
      sql`select extract(epoch from clock_timestamp())::float8 * 1000 as now`,
    )) as {rows: {now: number}[]};
    return [
      good(subject, 'It answers.'),
      await examineSchema(database),
      clockFinding('Database: clock', Number(rows[0]?.now)),
    ];
  } catch (error) {
    return [
      bad(
        subject,
        `It does not answer (${reasonOf(error)}).`,
        'Check DATABASE_URL, and that PostgreSQL lets this user in.',
      ),
    ];
  }
}

async function examineSchema({queries}: Database): Promise<Finding> {
  const wanted = readMigrationFiles({migrationsFolder}).map(({folderMillis}) => folderMillis);
  const applied = await lastMigration(queries);
  const missing = wanted.filter((moment) => moment > applied).length;
  const subject = 'Database: schema';
  if (missing)
    return bad(
      subject,
      applied ? `${missing} of its ${wanted.length} migrations are missing.` : 'It has no tables yet.',
      'Run sidetone-gateway migrate; serve does so when it starts.',
    );
  return applied > Math.max(...wanted)
    ? bad(subject, 'A newer gateway has changed it.', 'Run the same version everywhere.')
    : good(subject, "It is this version's.");
}

/** ms since 1970; 0 before the first one. */
async function lastMigration(queries: Database['queries']): Promise<number> {
  const table = (await queries.execute(
    sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`,
  )) as {rows: {name: string | null}[]};
  if (!table.rows[0]?.name) return 0;
  const last = (await queries.execute(
    sql`select max(created_at)::float8 as moment from drizzle.__drizzle_migrations`,
  )) as {rows: {moment: number | null}[]};
  return Number(last.rows[0]?.moment ?? 0);
}
