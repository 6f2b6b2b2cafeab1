import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {and, eq, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {roomStatuses} from '../database/schema.js';
import type {LiveKit} from '../livekit/livekit.js';
import type {Logger} from '../log/logger.js';
import type {CallEntry} from './call-entry.js';
import type {ShownStatus, Statuses} from './statuses.js';

interface MetadataOptions {
  queries: Queries;
  statuses: Pick<Statuses, 'current'>;
  livekit: Pick<LiveKit, 'roomMetadata' | 'setRoomMetadata'>;
  /** A call as everybody may see it. */
  shown(entry: CallEntry): CallEntry;
  log: Logger;
}

const key = 'callstatus_';
/** How often this gateway looks whether there is something to write, ms. */
const interval = 150;
/** Longer than reading and writing may take; a writer that died is followed by another after it, ms. */
const lease = 6000;
/** After a failure, ms. */
const pause = 1000;

/**
 * Shows the calls of each room in LiveKit's room metadata, under `callstatus_<callid>`, and takes those away that have been over for a
 * while. LiveKit knows the whole text only: one gateway at a time reads and writes a room's, by a lease in the database, and what a
 * gateway leaves undone another does.
 */
export class MetadataWriter {
  readonly #options: MetadataOptions;
  readonly #me = randomUUID();

  constructor(options: MetadataOptions) {
    this.#options = options;
  }

  /** Writes until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let busy = false;
      try {
        busy = await this.writeNext();
      } catch (error) {
        this.#options.log.warn({err: error}, 'the statuses of calls could not be shown in LiveKit');
      }
      if (!busy) await sleep(interval, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Brings one room up to date, if there is one to bring. False when there is none. */
  async writeNext(): Promise<boolean> {
    const room = await this.#take();
    if (room === undefined) return false;
    try {
      const {version, shown} = await this.#options.statuses.current(room);
      await this.#write(room, shown);
      await this.#done(room, version);
      return true;
    } catch (error) {
      await this.#holdOff(room);
      throw error;
    }
  }

  async #write(room: string, shown: readonly ShownStatus[]): Promise<void> {
    const {livekit, log} = this.#options;
    const entries = shown.map(({entry}) => this.#options.shown(entry));
    const present = await livekit.roomMetadata(room);
    // It is written when LiveKit starts the room.
    if (present === undefined) return;
    const next = withStatuses(present, entries);
    if (next === undefined)
      return log.warn({room}, 'the metadata of a room is no JSON object: it is left alone');
    if (next !== present) await livekit.setRoomMetadata(room, next);
  }

  /** The lease of a room of which LiveKit does not know everything. */
  async #take(): Promise<string | undefined> {
    const {queries} = this.#options;
    const {rows} = (await queries.execute(sql`
      update ${roomStatuses} set writer = ${this.#me}, writing_until = now() + ${lease} * interval '1 millisecond'
      where room = (
        select room from ${roomStatuses}
        where (version > written or next_gone_at <= now()) and (writing_until is null or writing_until <= now())
        order by room limit 1 for update skip locked
      )
      returning room`)) as unknown as {rows: {room: string}[]};
    return rows[0]?.room;
  }

  /** A writer that took so long that another has written meanwhile may have written over it: it is done again. */
  async #done(room: string, version: number): Promise<void> {
    const {queries} = this.#options;
    const [mine] = await queries
      .update(roomStatuses)
      .set({
        written: sql`greatest(${roomStatuses.written}, ${version})`,
        nextGoneAt: sql`(select min(gone_at) from call_statuses where room = ${room} and gone_at > now())`,
        writingUntil: null,
      })
      .where(and(eq(roomStatuses.room, room), eq(roomStatuses.writer, this.#me)))
      .returning({room: roomStatuses.room});
    if (!mine) await queries.update(roomStatuses).set({written: -1}).where(eq(roomStatuses.room, room));
  }

  async #holdOff(room: string): Promise<void> {
    await this.#options.queries
      .update(roomStatuses)
      .set({writingUntil: sql`now() + ${pause} * interval '1 millisecond'`})
      .where(and(eq(roomStatuses.room, room), eq(roomStatuses.writer, this.#me)))
      .catch(() => undefined);
  }
}

/** A room's metadata with these statuses and no others; other keys stay. `undefined` when it is no JSON object. */
function withStatuses(metadata: string, entries: readonly CallEntry[]): string | undefined {
  const present = read(metadata);
  if (!present) return undefined;
  const others = Object.entries(present).filter(([name]) => !name.startsWith(key));
  const statuses = entries.map((entry) => [key + entry.callid, withoutRoom(entry)]);
  const next = Object.fromEntries([...others, ...statuses]) as object;
  // An empty one stays as it is written: nothing was ever shown.
  return metadata === '' && !statuses.length ? '' : JSON.stringify(next);
}

function read(metadata: string): Record<string, unknown> | undefined {
  if (metadata === '') return {};
  try {
    const value: unknown = JSON.parse(metadata);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const withoutRoom = ({room: _, ...entry}: CallEntry) => entry;
