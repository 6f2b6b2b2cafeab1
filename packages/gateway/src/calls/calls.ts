import {and, asc, desc, eq, gt, isNull, or, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {calls, legs} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import {entryOf, type CallEntry} from './call-entry.js';
import {shownAfterEnd} from './statuses.js';

/** A call with what is needed to act on it. */
export interface KnownCall {
  id: string;
  asteriskId: string;
  /** The phone's channel in Asterisk. */
  channelId: string;
  entry: CallEntry;
}

/** Telephone calls, as the database has them: whichever gateway looks after them. */
export class Calls {
  constructor(private readonly queries: Queries) {}

  /** Throws `call-unknown`. */
  async get(id: string): Promise<KnownCall> {
    const [row] = await this.queries
      .select({call: calls, channelId: legs.channelId})
      .from(calls)
      .innerJoin(legs, and(eq(legs.callId, calls.id), eq(legs.kind, 'phone')))
      .where(eq(calls.id, id))
      .orderBy(desc(legs.createdAt))
      .limit(1);
    if (!row) throw new GatewayError('call-unknown', {detail: id});
    const {call, channelId} = row;
    return {id: call.id, asteriskId: call.asteriskId, channelId, entry: entryOf(call)};
  }

  /** Those of a room which people are shown: in the order of their beginning, also for a moment after their end. */
  async inRoom(room: string): Promise<CallEntry[]> {
    const justEnded = gt(calls.endedAt, sql`now() - ${shownAfterEnd} * interval '1 millisecond'`);
    // Callers who are on their way into a room are not in it.
    const shown = or(eq(calls.direction, 'outbound'), sql`${calls.connectedAt} is not null`);
    const rows = await this.queries
      .select()
      .from(calls)
      .where(and(eq(calls.room, room), shown, or(isNull(calls.endedAt), justEnded)))
      .orderBy(asc(calls.createdAt), asc(calls.id));
    return rows.map(entryOf);
  }
}
