import {gt, sql} from 'drizzle-orm';
import type {Queries} from '../../database/database.js';
import {asteriskLeases} from '../../database/schema.js';

/** The first of these Asterisk servers that a gateway looks after now: it registers elsewhere, and calls go out there. */
export async function firstLive(
  queries: Queries,
  servers: readonly {id: string}[],
): Promise<string | undefined> {
  const rows = await queries
    .select({id: asteriskLeases.asteriskId})
    .from(asteriskLeases)
    .where(gt(asteriskLeases.expiresAt, sql`now()`));
  const live = new Set(rows.map(({id}) => id));
  return servers.find(({id}) => live.has(id))?.id;
}
