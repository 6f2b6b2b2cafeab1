import {and, eq, exists, isNotNull, isNull, sql} from 'drizzle-orm';
import type {CallStatus} from '@sidetone/core';
import type {Queries} from '../../database/database.js';
import {asteriskLeases, calls, legs} from '../../database/schema.js';
import type {IvrState} from '../../ivr/state.js';
import type {Vault} from '../../secrets/vault.js';
import {heldBy, type Lease} from '../lease/lease-store.js';
import type {StoredCall} from './stored-call.js';

/** This gateway no longer holds the Asterisk, or another has gone on with the call: it must not act on it. */
export class FencedError extends Error {
  override readonly name = 'FencedError';
  constructor() {
    super('Another gateway has taken over.');
  }
}

/** What `calls.ivr` holds. */
interface Written extends Omit<IvrState, 'digits'> {
  /** Sealed. */
  typed: string;
  channelId: string;
  callerName: string;
  heardUntil: string;
}

const purpose = 'calls.ivr.typed';

/** Calls in the database. Every change is refused with {@link FencedError} unless the lease is still held. */
export class CallStore {
  constructor(
    private readonly queries: Queries,
    private readonly vault: Vault,
  ) {}

  /** Calls of an Asterisk that have not ended. */
  async live(asteriskId: string): Promise<StoredCall[]> {
    const rows = await this.queries
      .select()
      .from(calls)
      .where(
        and(
          eq(calls.asteriskId, asteriskId),
          eq(calls.direction, 'inbound'),
          isNull(calls.endedAt),
          isNotNull(calls.ivr),
        ),
      );
    return rows.map((row) => this.#read(row));
  }

  async add(call: StoredCall, lease: Lease): Promise<void> {
    await this.queries.transaction(async (transaction) => {
      const [held] = await transaction.select().from(asteriskLeases).where(heldBy(lease)).for('share');
      if (!held) throw new FencedError();
      const {id, asteriskId, channelId, trunk, caller, called, revision} = call;
      await transaction.insert(calls).values({
        id,
        direction: 'inbound',
        asteriskId,
        trunk,
        caller,
        called,
        revision,
        status: 'accepted' satisfies CallStatus,
        ivr: this.#write(call),
        answeredAt: sql`now()`,
      });
      await transaction
        .insert(legs)
        .values({id: `${id}.phone`, callId: id, kind: 'phone', channelId, identity: identityOf(call)});
    });
  }

  /** Writes the call as it is now, over the revision that it was read with. Resolves with the new revision. */
  async save(call: StoredCall, lease: Lease): Promise<number> {
    const {state, id, revision} = call;
    const ended = state.place === 'over';
    const [saved] = await this.queries
      .update(calls)
      .set({
        ivr: this.#write(call),
        revision: revision + 1,
        status: statusOf(state),
        ...(state.room !== undefined && {room: state.room}),
        ...(ended && {endedAt: sql`now()`}),
      })
      .where(and(eq(calls.id, id), eq(calls.revision, revision), this.#held(lease)))
      .returning({revision: calls.revision});
    if (!saved) throw new FencedError();
    if (ended)
      await this.queries
        .update(legs)
        .set({endedAt: sql`now()`})
        .where(and(eq(legs.callId, id), isNull(legs.endedAt)));
    return saved.revision;
  }

  #held(lease: Lease) {
    return exists(
      this.queries
        .select({one: sql`1`})
        .from(asteriskLeases)
        .where(heldBy(lease)),
    );
  }

  #write({state: {digits, ...state}, channelId, callerName, heardUntil}: StoredCall): Written {
    return {...state, typed: digits && this.vault.seal(digits, purpose), channelId, callerName, heardUntil};
  }

  #read(row: typeof calls.$inferSelect): StoredCall {
    const {typed, channelId, callerName, heardUntil, ...state} = row.ivr as Written;
    return {
      id: row.id,
      asteriskId: row.asteriskId,
      channelId,
      trunk: row.trunk ?? '',
      caller: row.caller ?? '',
      callerName,
      called: row.called ?? '',
      state: {...state, digits: typed && this.vault.open(typed, purpose)},
      heardUntil,
      revision: row.revision,
    };
  }
}

/** The participant's identity in a room: one a call, so that two calls of one caller do not push each other out. */
export const identityOf = ({id}: {id: string}) => `phone-${id}`;

function statusOf({place}: IvrState): CallStatus {
  if (place === 'over') return 'cleared';
  return place === 'room' ? 'connected' : 'accepted';
}
