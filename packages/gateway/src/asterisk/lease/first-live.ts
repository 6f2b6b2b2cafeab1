import {and, eq, gt, or, sql} from 'drizzle-orm';
import type {Queries} from '../../database/database.js';
import {asteriskLeases} from '../../database/schema.js';

/** The first of these Asterisk servers that a gateway looks after and reaches: it registers elsewhere, and calls go out there. `reached`: one that is known to be. */
export async function firstLive(
  queries: Queries,
  servers: readonly {id: string}[],
  {reached = ''} = {},
): Promise<string | undefined> {
  const rows = await queries
    .select({id: asteriskLeases.asteriskId})
    .from(asteriskLeases)
    .where(
      and(
        gt(asteriskLeases.expiresAt, sql`now()`),
        or(eq(asteriskLeases.away, false), eq(asteriskLeases.asteriskId, reached)),
      ),
    );
  const live = new Set(rows.map(({id}) => id));
  return servers.find(({id}) => live.has(id))?.id;
}
