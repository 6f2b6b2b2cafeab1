import {asc, eq, inArray, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {GatewayError} from '../errors.js';
import {eventsOf, type CallChange} from './events.js';
import {callbackEndpoints, callbacks} from './tables.js';

interface NewCallback {
  endpointId: string;
  /** Those of one lane arrive in order: a call's id. */
  lane: string;
  type: string;
  /** JSON. */
  body: string;
}

/** A callback that was given up. */
export interface DeadCallback {
  id: string;
  url: string;
  lane: string;
  type: string;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
}

interface QueueOptions {
  queries: Queries;
  /** How long a callback is tried, ms. */
  life: number;
}

/** Callbacks that wait in the database: written in the transaction that changes what they tell of. */
export class CallbackQueue {
  /** Told that something may be waiting; whoever misses it looks for itself a little later. */
  onWaiting: () => void = () => undefined;

  constructor(private readonly options: QueueOptions) {}

  /**
   * What endpoints are told of a change of a call. Within the transaction of the change, after it: whoever changes a row of `calls`
   * holds it, so that the order here is the order of the changes.
   */
  async tell(transaction: Queries, change: CallChange): Promise<void> {
    const {id, project} = change.row;
    const wanted = project === null ? [''] : ['', project];
    // Locked as a reference to it would: one that is removed meanwhile does not fail the call.
    const endpoints = await transaction
      .select({endpointId: callbackEndpoints.id, project: callbackEndpoints.project})
      .from(callbackEndpoints)
      .where(inArray(callbackEndpoints.project, wanted))
      .for('key share');
    const told = endpoints.flatMap(({endpointId, project: whose}) =>
      eventsOf(change, whose).map((event) => ({endpointId, lane: id, ...event})),
    );
    if (told.length) await this.enqueue(transaction, told);
  }

  async enqueue(transaction: Queries, waiting: readonly NewCallback[]): Promise<void> {
    const giveUpAt = this.#giveUpAt();
    await transaction
      .insert(callbacks)
      .values(waiting.map((one) => ({...one, giveUpAt, nextAt: withItsLane(one)})));
  }

  /** After such a transaction. */
  nudge(): void {
    this.onWaiting();
  }

  /** Those that were given up, the oldest first. */
  async dead(): Promise<DeadCallback[]> {
    const {id, lane, type, attempts, lastError, createdAt, seq, state} = callbacks;
    return this.options.queries
      .select({id, url: callbackEndpoints.url, lane, type, attempts, lastError, createdAt})
      .from(callbacks)
      .innerJoin(callbackEndpoints, eq(callbackEndpoints.id, callbacks.endpointId))
      .where(eq(state, 'dead'))
      .orderBy(asc(seq));
  }

  /** Sends dead ones again, one or all, with their ids, before what waits of the same calls. Resolves with how many. Throws `callback-unknown`. */
  async resend(id?: string): Promise<number> {
    const dead = eq(callbacks.state, 'dead');
    const again = await this.options.queries
      .update(callbacks)
      .set({state: 'waiting', attempts: 0, nextAt: sql`now()`, giveUpAt: this.#giveUpAt()})
      .where(id === undefined ? dead : sql`${dead} and ${callbacks.id} = ${id}`)
      .returning({id: callbacks.id});
    if (id !== undefined && !again.length) throw new GatewayError('callback-unknown', {detail: id});
    this.nudge();
    return again.length;
  }

  #giveUpAt() {
    return sql`now() + ${this.options.life} * interval '1 millisecond'`;
  }
}

/**
 * Not before those that it waits for: senders need not read it again and again meanwhile. The last of them cannot be removed before this
 * transaction ends, so that whoever removes it finds this one to be woken. A sender is never waited for.
 */
const withItsLane = ({endpointId, lane}: NewCallback) => sql`coalesce((
  select last.next_at from ${callbacks} as last
  where last.endpoint_id = ${endpointId} and last.lane = ${lane} and last.state = 'waiting' and last.next_at > now()
  order by last.seq desc limit 1
  for share skip locked
), now())`;
