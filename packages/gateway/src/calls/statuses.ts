import {and, asc, eq, gt, sql} from 'drizzle-orm';
import {endedStatuses} from '@sidetone/core';
import type {Queries} from '../database/database.js';
import {calls, callStatuses, roomStatuses} from '../database/schema.js';
import type {CallEntry} from './call-entry.js';

/** A status as a room was shown it. Versions count up in each room. */
export interface ShownStatus {
  version: number;
  entry: CallEntry;
}

/** How long calls that are over are shown, ms. */
export const shownAfterEnd = 5000;

const fromNow = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`;

/**
 * Adds a status to its room's. Within the transaction that changes the call: the room's row is locked from here to its end, so that
 * versions are seen in their order.
 */
export async function showStatus(transaction: Queries, room: string, entry: CallEntry): Promise<void> {
  const over = endedStatuses.has(entry.status);
  const goneAt = over ? fromNow(shownAfterEnd) : null;
  const [state] = await transaction
    .insert(roomStatuses)
    .values({room, version: 1, nextGoneAt: goneAt})
    .onConflictDoUpdate({
      target: roomStatuses.room,
      set: {
        version: sql`${roomStatuses.version} + 1`,
        ...(over && {nextGoneAt: sql`least(${roomStatuses.nextGoneAt}, ${goneAt})`}),
      },
    })
    .returning({version: roomStatuses.version});
  await transaction
    .insert(callStatuses)
    .values({room, version: state!.version, callId: entry.callid, status: {...entry, room}, goneAt});
}

/** What rooms are shown of their calls. */
export class Statuses {
  constructor(private readonly queries: Queries) {}

  /** The calls of a room that are shown now, in the order of their last change, and the version that this is of. */
  async current(room: string): Promise<{version: number; shown: ShownStatus[]}> {
    const [state] = await this.queries.select().from(roomStatuses).where(eq(roomStatuses.room, room));
    const rows = await this.queries
      .selectDistinctOn([callStatuses.callId], {
        version: callStatuses.version,
        status: callStatuses.status,
        visible: sql<boolean>`coalesce(${callStatuses.goneAt} > now(), true)`,
      })
      .from(callStatuses)
      .where(eq(callStatuses.room, room))
      .orderBy(callStatuses.callId, sql`${callStatuses.version} desc`);
    // Read before: statuses of calls that ended long ago are removed, their versions not used again.
    const version = Math.max(state?.version ?? 0, ...rows.map((row) => row.version));
    const shown = rows
      .filter(({visible}) => visible)
      .map(({version, status}) => ({version, entry: status as CallEntry}))
      .sort((one, other) => one.version - other.version);
    return {version, shown};
  }

  /** LiveKit knows nothing of the room's statuses: it is told again. */
  async rewrite(room: string): Promise<void> {
    await this.queries.update(roomStatuses).set({written: -1}).where(eq(roomStatuses.room, room));
  }

  /** Removes what is no longer shown of calls that have ended. */
  async forget(): Promise<void> {
    const over = sql`select id from ${calls} where ended_at < now() - interval '1 hour'`;
    await this.queries.delete(callStatuses).where(sql`${callStatuses.callId} in (${over})`);
  }

  /** What came after a version, in order. */
  async since(room: string, version: number): Promise<ShownStatus[]> {
    const rows = await this.queries
      .select()
      .from(callStatuses)
      .where(and(eq(callStatuses.room, room), gt(callStatuses.version, version)))
      .orderBy(asc(callStatuses.version));
    return rows.map(({version, status}) => ({version, entry: status as CallEntry}));
  }
}
