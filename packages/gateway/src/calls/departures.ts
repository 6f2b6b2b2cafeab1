import {setTimeout as sleep} from 'node:timers/promises';
import {and, eq, isNull, sql} from 'drizzle-orm';
import {record} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {calls, ownerDepartures} from '../database/schema.js';
import type {LiveKit} from '../livekit/livekit.js';
import type {Logger} from '../log/logger.js';
import type {CallCommands} from './commands.js';

interface DeparturesOptions {
  queries: Queries;
  commands: Pick<CallCommands, 'leave'>;
  /** Who is in a room now, by identities. */
  livekit: Pick<LiveKit, 'identitiesIn'> | undefined;
  /** How long somebody may be away, ms. */
  grace: number;
  log: Logger;
}

/** How often this gateway looks whether somebody has been away too long, ms. */
const interval = 500;
/** When it could not be found out, or a call has not ended yet, it is looked at again, ms. */
const again = 2000;

interface Departure {
  room: string;
  owner: string;
  /** Until when nobody else looks: the database's text, to the microsecond. */
  taken: string;
}

/**
 * Ends the calls that shall end with their owner, once the owner has been out of the room for a while. Who has left, and when that is
 * looked at, stands in the database: it may be any gateway that does.
 */
export class Departures {
  constructor(private readonly options: DeparturesOptions) {}

  /** Somebody has left a room, or lost the connection to it. */
  async left(room: string, owner: string): Promise<void> {
    const {queries, grace} = this.options;
    const dueAt = sql`now() + ${grace} * interval '1 millisecond'`;
    if (!(await this.#calls({room, owner})).length) return;
    await queries
      .insert(ownerDepartures)
      .values({room, owner, dueAt})
      .onConflictDoUpdate({target: [ownerDepartures.room, ownerDepartures.owner], set: {dueAt}});
  }

  /** Looks until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let busy = false;
      try {
        busy = await this.lookAtNext();
      } catch (error) {
        this.options.log.warn({err: error}, 'it could not be found out who has left a room');
      }
      if (!busy) await sleep(interval, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Looks at one who has been away too long, if there is one. False when there is none. */
  async lookAtNext(): Promise<boolean> {
    const departure = await this.#take();
    if (!departure) return false;
    const {room, owner} = departure;
    const present = (await this.options.livekit?.identitiesIn(room)) ?? [];
    const left = present.includes(owner) ? [] : await this.#calls(departure);
    for (const call of left) await this.#end(call, departure);
    // Until they are over: a command may have been too early, or too late for the gateway that died.
    if (!left.length) await this.#forget(departure);
    return true;
  }

  async #end(call: {id: string; asteriskId: string}, {owner}: Departure): Promise<void> {
    const {commands, queries} = this.options;
    if (!(await commands.leave(call, {type: 'hang-up'}))) return;
    const details = {reason: 'owner left', owner};
    await record(queries, {actor: 'gateway', action: 'call.hang-up', subject: `call:${call.id}`, details});
  }

  /** The calls that end with this owner, and have not. */
  #calls({room, owner}: Pick<Departure, 'room' | 'owner'>): Promise<{id: string; asteriskId: string}[]> {
    return this.options.queries
      .select({id: calls.id, asteriskId: calls.asteriskId})
      .from(calls)
      .where(
        and(
          eq(calls.room, room),
          eq(calls.owner, owner),
          eq(calls.endsWithOwner, true),
          isNull(calls.endedAt),
        ),
      );
  }

  /** Whoever takes one on and dies is followed by another in a moment. */
  async #take(): Promise<Departure | undefined> {
    const {rows} = (await this.options.queries.execute(sql`
      update ${ownerDepartures} set due_at = now() + ${again} * interval '1 millisecond'
      where (room, owner) = (
        select room, owner from ${ownerDepartures} where due_at <= now() order by due_at limit 1 for update skip locked
      )
      returning room, owner, due_at::text as taken`)) as unknown as {rows: Departure[]};
    return rows[0];
  }

  /** Unless the same one has left once more meanwhile. */
  async #forget({room, owner, taken}: Departure): Promise<void> {
    await this.options.queries
      .delete(ownerDepartures)
      .where(
        and(
          eq(ownerDepartures.room, room),
          eq(ownerDepartures.owner, owner),
          sql`${ownerDepartures.dueAt} = ${taken}::timestamptz`,
        ),
      );
  }
}
