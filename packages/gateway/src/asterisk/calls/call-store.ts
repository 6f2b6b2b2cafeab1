import type {CallStatus} from '@sidetone/core';
import {and, eq, exists, isNotNull, isNull, sql} from 'drizzle-orm';
import type {CallbackQueue} from '../../callbacks/queue.js';
import {entryOf, identityOf, type CallRow} from '../../calls/call-entry.js';
import {showStatus} from '../../calls/statuses.js';
import type {Queries} from '../../database/database.js';
import {asteriskLeases, calls, legs} from '../../database/schema.js';
import {ends} from '../../ivr/ends.js';
import {inRoom} from '../../ivr/in-room.js';
import type {IvrState} from '../../ivr/state.js';
import type {GivenUp} from '../../routing/cancel.js';
import type {Vault} from '../../secrets/vault.js';
import {heldBy, type Lease} from '../lease/lease-store.js';
import {statusOf, visibleAs} from './call-status.js';
import type {Dial, StoredCall} from './stored-call.js';

/** This gateway no longer holds the Asterisk, or another has gone on with the call: it must not act on it. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  constructor() {
    super('Another gateway has taken over.');
  }
}

/** What `calls.ivr` holds. */
type Written = Omit<IvrState, 'digits'> & {
  /** Sealed. */
  typed: string;
  channelId: string;
  heardUntil: string;
  dial?: Dial;
};

/** What calls that were written by an older gateway lack. */
const sinceThen = {muted: 'none', held: false} as const;
const purpose = 'calls.ivr.typed';
const isLive = and(isNull(calls.endedAt), isNotNull(calls.ivr));

interface Placing {
  endsWithOwner: boolean;
  /** Whose call it is, of those who use the dial API. */
  project?: string;
}

interface CallStoreOptions {
  queries: Queries;
  vault: Vault;
  /** Told of each change of a call within its transaction, and nudged after it. */
  callbacks: Pick<CallbackQueue, 'tell' | 'nudge'>;
  /** ms since 1970. */
  clock: () => number;
  /** A caller has given up before anybody could say where the call goes: within the transaction that ends it. */
  onGivenUp(transaction: Queries, call: GivenUp): Promise<void>;
}

/** Calls in the database. Every change is refused with {@link FencedError} unless the lease is still held. */
export class CallStore {
  constructor(private readonly options: CallStoreOptions) {}

  /** Calls of an Asterisk that have not ended. */
  async live(asteriskId: string): Promise<StoredCall[]> {
    const rows = await this.options.queries
      .select()
      .from(calls)
      .where(and(eq(calls.asteriskId, asteriskId), isLive));
    return rows.map((row) => this.#read(row));
  }

  /** Their ids. */
  async liveIds(asteriskId: string): Promise<string[]> {
    const rows = await this.options.queries
      .select({id: calls.id})
      .from(calls)
      .where(and(eq(calls.asteriskId, asteriskId), isLive));
    return rows.map(({id}) => id);
  }

  /** One of them. */
  async find(id: string): Promise<StoredCall | undefined> {
    const [row] = await this.options.queries
      .select()
      .from(calls)
      .where(and(eq(calls.id, id), isLive));
    return row && this.#read(row);
  }

  /** A call to a phone: whichever gateway holds the Asterisk takes it on. False when there is one of this id. */
  async place(call: StoredCall, {endsWithOwner, project}: Placing): Promise<boolean> {
    return this.#change(async (transaction) => {
      const [row] = await transaction
        .insert(calls)
        .values({
          ...this.#columns(call),
          direction: 'outbound',
          room: call.state.room!,
          endsWithOwner,
          project,
        })
        .onConflictDoNothing()
        .returning();
      if (!row) return false;
      await addLeg(transaction, call);
      await showStatus(transaction, row.room!, entryOf(row));
      await this.#tell(transaction, row);
      return true;
    });
  }

  /** A caller. */
  async add(call: StoredCall, lease: Lease): Promise<void> {
    await this.#change(async (transaction) => {
      const [held] = await transaction.select().from(asteriskLeases).where(heldBy(lease)).for('share');
      if (!held) throw new FencedError();
      const [row] = await transaction
        .insert(calls)
        .values({
          ...this.#columns(call),
          direction: 'inbound',
          answeredAt: call.state.place === 'routing' ? null : sql`now()`,
        })
        .returning();
      await addLeg(transaction, call);
      await this.#tell(transaction, row!);
    });
  }

  #columns(call: StoredCall) {
    const {id, asteriskId, trunk, caller, called, name, owner, application, revision, state} = call;
    const whose = {owner: owner ?? null, application: application ?? null};
    const ivr = this.#write(call);
    return {id, asteriskId, trunk, caller, called, name, ...whose, revision, status: statusOf(state), ivr};
  }

  /**
   * Writes the call as it is now, over the revision that it was read with, and with what its room is shown of it, if that has changed.
   * Resolves with the new revision.
   */
  async save(call: StoredCall, former: IvrState, lease: Lease): Promise<number> {
    try {
      return await this.#save(call, former, lease);
    } catch (error) {
      if (error instanceof FencedError && (await this.#isWritten(call, lease))) return call.revision + 1;
      throw error;
    }
  }

  /** A write whose answer got lost, with the connection, is done: nobody but the lease's holder, and only in order, makes the next revision. */
  async #isWritten({id, revision}: StoredCall, lease: Lease): Promise<boolean> {
    const [row] = await this.options.queries
      .select({revision: calls.revision})
      .from(calls)
      .where(and(eq(calls.id, id), this.#held(lease)));
    return row?.revision === revision + 1;
  }

  async #save(call: StoredCall, former: IvrState, lease: Lease): Promise<number> {
    const ended = call.state.place === 'over';
    const shown = visibleAs(call.state) !== visibleAs(former);
    const retried = call.state.via !== former.via;
    const told = toldAs(call.state);
    const before = toldAs(former);
    const news = told !== undefined && told !== before;
    if (!ended && !shown && !retried && !news)
      return (await this.#update(this.options.queries, call, lease)).revision;
    return this.#change(async (transaction) => {
      const row = await this.#update(transaction, call, lease);
      if (retried) await moveLeg(transaction, call);
      if (ended) await endLegs(transaction, call.id);
      if (ended && former.place === 'routing') await this.options.onGivenUp(transaction, givenUp(call));
      if (shown) await this.#show(transaction, row, call.state, former);
      if (news) await this.#tell(transaction, row, before ?? 'connected');
      return row.revision;
    });
  }

  /** What is told is in the database with what it tells of, or neither is. */
  async #change<T>(work: (transaction: Queries) => Promise<T>): Promise<T> {
    const {queries, callbacks} = this.options;
    const result = await queries.transaction(work);
    callbacks.nudge();
    return result;
  }

  #tell(transaction: Queries, row: CallRow, before?: CallStatus): Promise<void> {
    const {callbacks, clock} = this.options;
    return callbacks.tell(transaction, {row, at: clock(), ...(before && {before})});
  }

  async #update(queries: Queries, call: StoredCall, lease: Lease): Promise<CallRow> {
    const {state, id, revision, trunk, caller, name, owner, application} = call;
    const {room, muted, joinedAt, place, end} = state;
    const over = place === 'over' && end;
    const [row] = await queries
      .update(calls)
      .set({
        ivr: this.#write(call),
        revision: revision + 1,
        status: statusOf(state),
        // By another trunk, or routed to somebody.
        ...{trunk, caller, name},
        ...(owner !== undefined && {owner}),
        ...(application !== undefined && {application}),
        muted,
        connectedAt: joinedAt === undefined ? null : new Date(joinedAt),
        ...(room !== undefined && {room}),
        ...answered(state),
        ...(over && {endedAt: sql`now()`, cause: end.cause, code: end.code, message: end.message}),
      })
      .where(and(eq(calls.id, id), eq(calls.revision, revision), this.#held(lease)))
      .returning();
    if (!row) throw new FencedError();
    return row;
  }

  async #show(transaction: Queries, row: CallRow, state: IvrState, former: IvrState): Promise<void> {
    const moved = former.room !== undefined && former.room !== state.room;
    if (moved && visibleAs(former) !== undefined) {
      const {status, cause, message} = ends.transferred;
      const endedAt = new Date().toISOString();
      await showStatus(transaction, former.room, {...entryOf(row), status, cause, message, endedAt});
    }
    if (state.room !== undefined && visibleAs(state) !== undefined)
      await showStatus(transaction, state.room, entryOf(row));
  }

  #held(lease: Lease) {
    return exists(
      this.options.queries
        .select({one: sql`1`})
        .from(asteriskLeases)
        .where(heldBy(lease)),
    );
  }

  #write({state: {digits, ...state}, channelId, heardUntil, dial}: StoredCall): Written {
    const typed = digits && this.options.vault.seal(digits, purpose);
    // What is called by a password is forgotten with the call.
    return {...state, typed, channelId, heardUntil, ...(dial && state.place !== 'over' && {dial})};
  }

  #read(row: CallRow): StoredCall {
    const {typed, channelId, heardUntil, dial, ...state} = {...sinceThen, ...(row.ivr as Written)};
    return {
      id: row.id,
      asteriskId: row.asteriskId,
      channelId,
      trunk: row.trunk ?? '',
      caller: row.caller ?? '',
      called: row.called ?? '',
      name: row.name ?? '',
      ...(row.owner !== null && {owner: row.owner}),
      ...(row.application !== null && {application: row.application}),
      state: {...state, digits: typed && this.options.vault.open(typed, purpose)},
      heardUntil,
      ...(dial && {dial}),
      revision: row.revision,
    };
  }
}

/** The status as callbacks tell it: none between two rooms. */
const toldAs = (state: IvrState) => (state.moving && state.place !== 'over' ? undefined : statusOf(state));

const givenUp = ({id: callId, asteriskId, state: {sipCallId = ''}}: StoredCall) => ({
  callId,
  asteriskId,
  sipCallId,
});

/** Whoever types a PIN, or is in a room, has been answered: since the first time that it is said. */
const answered = (state: IvrState) =>
  (inRoom(state) || state.place === 'pin' || state.place === 'language') && {
    answeredAt: sql`coalesce(${calls.answeredAt}, now())`,
  };

async function addLeg(queries: Queries, {id, channelId}: StoredCall): Promise<void> {
  const leg = {id: `${id}.phone`, callId: id, kind: 'phone', channelId, identity: identityOf(id)};
  await queries.insert(legs).values(leg);
}

/** Each trunk that a phone is called by is another channel. */
async function moveLeg(queries: Queries, {id, channelId}: StoredCall): Promise<void> {
  await queries
    .update(legs)
    .set({channelId})
    .where(and(eq(legs.callId, id), eq(legs.kind, 'phone')));
}

async function endLegs(queries: Queries, callId: string): Promise<void> {
  await queries
    .update(legs)
    .set({endedAt: sql`now()`})
    .where(and(eq(legs.callId, callId), isNull(legs.endedAt)));
}
