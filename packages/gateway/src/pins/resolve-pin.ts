import {createHmac} from 'node:crypto';
import {and, eq, inArray, lt, ne, sql} from 'drizzle-orm';
import {record} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {participants, pinAttempts, rooms} from '../database/schema.js';
import type {Metrics} from '../metrics.js';
import type {PinMaker} from '../rooms/pin-maker.js';
import {readRoom, type Room} from '../rooms/rooms.js';
import {callerLock, isUnderAttack, wrongDelay, type PinPolicy} from './policy.js';

/** Where a PIN was typed. */
export interface PinAttempt {
  /** The caller's number; empty when it is withheld. */
  caller: string;
  trunk: string;
  callId: string;
}

/** Whose PIN it was, when it is a participant's own. */
export interface PinHolder {
  name?: string;
  /** The conference user. */
  owner?: string;
}

export type PinResult =
  | {outcome: 'room'; room: Room; holder?: PinHolder}
  /** The right PIN, but the conference has not begun, and phones may not be first: no guess. */
  | {outcome: 'waiting'; room: Room; holder?: PinHolder}
  /** With no attempts left, say goodbye. Answer after `delayMs`. */
  | {outcome: 'wrong'; attemptsLeft: number; delayMs: number}
  /** The PIN was not even looked at: too many wrong ones. Say goodbye. */
  | {outcome: 'locked'; retryAfterMs: number};

interface ResolverOptions {
  queries: Queries;
  pins: PinMaker;
  key: Uint8Array;
  policy: PinPolicy;
  /** Rooms that LiveKit has not started yet can be entered. */
  phoneFirst: boolean;
  metrics: Metrics;
}

type Scope = 'call' | 'caller' | 'trunk';
interface Counter {
  scope: Scope;
  key: string;
}

/** Longer than any lock, and than any level takes to sink. */
const forgottenAfter = sql`interval '2 days'`;

/**
 * From a PIN to its room, for all gateways on one database.
 *
 * - A call has a number of attempts, and then none.
 * - A caller with many wrong PINs has to wait, longer each time; its PINs are not looked at meanwhile.
 * - A trunk with many wrong PINs is under attack: a call has one attempt there, answered slowly when wrong.
 *   The first PIN of a call is always looked at, so that people who know theirs get in at once.
 * - Withheld numbers are counted by trunk and call only: they would lock each other out.
 *
 * Right or wrong, the same queries are made in the same order, apart from the counting of a wrong PIN.
 */
export class PinResolver {
  constructor(private readonly options: ResolverOptions) {}

  async resolve(pin: string, attempt: PinAttempt): Promise<PinResult> {
    const result = await this.options.queries.transaction((transaction) =>
      this.#resolve(transaction, pin, attempt),
    );
    this.options.metrics.pins.inc({outcome: result.outcome});
    return result;
  }

  /** Removes counters that no longer say anything. */
  async forget(): Promise<void> {
    await this.options.queries
      .delete(pinAttempts)
      .where(lt(pinAttempts.updatedAt, sql`now() - ${forgottenAfter}`));
  }

  async #resolve(queries: Queries, pin: string, attempt: PinAttempt): Promise<PinResult> {
    const {policy} = this.options;
    const counters = this.#counters(attempt);
    // One attempt of a call and of a caller at a time, on whichever gateway: two at once would not see each other's count.
    for (const counter of [counters.call, counters.caller])
      if (counter)
        await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended(${counter.key}, 0))`);
    const levels = await this.#levels(queries, counters);
    const found = await this.#find(queries, pin);
    const underAttack = isUnderAttack(levels.trunk, policy);
    const attempts = underAttack ? 1 : policy.attempts;
    if (levels.callerLockedFor > 0) return {outcome: 'locked', retryAfterMs: levels.callerLockedFor};
    if (levels.call >= attempts) return {outcome: 'locked', retryAfterMs: 0};
    if (found) return {outcome: this.#isOpen(found.room) ? 'room' : 'waiting', ...found};

    await this.#count(queries, counters.call, 0);
    if (counters.caller) await this.#countCaller(queries, counters.caller, attempt);
    // Last, and so the shortest: all calls of the trunk wait for this row.
    await this.#count(queries, counters.trunk, policy.trunkDecay);
    const used = levels.call + 1;
    return {
      outcome: 'wrong',
      attemptsLeft: Math.max(0, attempts - used),
      delayMs: wrongDelay(used, underAttack),
    };
  }

  #counters({caller, trunk, callId}: PinAttempt): {
    call: Counter;
    trunk: Counter;
    caller: Counter | undefined;
  } {
    const hashed = createHmac('sha256', this.options.key).update(`caller:${caller}`).digest('base64url');
    return {
      call: {scope: 'call', key: callId},
      trunk: {scope: 'trunk', key: trunk},
      caller: caller ? {scope: 'caller', key: hashed} : undefined,
    };
  }

  async #levels(
    queries: Queries,
    {call, caller, trunk}: {call: Counter; caller: Counter | undefined; trunk: Counter},
  ) {
    const {policy} = this.options;
    const rows = await queries
      .select({
        scope: pinAttempts.scope,
        key: pinAttempts.key,
        level: pinAttempts.level,
        age: sql<number>`extract(epoch from now() - ${pinAttempts.updatedAt})::float8 * 1000`,
        lockedFor: sql<number>`coalesce(greatest(extract(epoch from ${pinAttempts.lockedUntil} - now()), 0), 0)::float8 * 1000`,
      })
      .from(pinAttempts)
      .where(inArray(pinAttempts.key, [call.key, trunk.key, caller?.key ?? '']));
    const row = (counter: Counter | undefined) =>
      rows.find(({scope, key}) => scope === counter?.scope && key === counter.key);
    const trunkRow = row(trunk);
    return {
      call: row(call)?.level ?? 0,
      trunk: Math.max(0, (trunkRow?.level ?? 0) - (trunkRow?.age ?? 0) * policy.trunkDecay),
      callerLockedFor: Math.ceil(row(caller)?.lockedFor ?? 0),
    };
  }

  #isOpen({status}: Room): boolean {
    return this.options.phoneFirst || status === 'open';
  }

  /** The room's own PIN goes before a participant's. */
  async #find(queries: Queries, pin: string): Promise<{room: Room; holder?: PinHolder} | undefined> {
    const hash = this.options.pins.hash(pin);
    const open = ne(rooms.status, 'closed');
    const [room] = await queries
      .select()
      .from(rooms)
      .where(and(eq(rooms.pinHash, hash), open));
    const [own] = await queries
      .select({room: rooms, participant: participants})
      .from(participants)
      .innerJoin(rooms, eq(rooms.name, participants.room))
      .where(and(eq(participants.pinHash, hash), open));
    if (room) return {room: readRoom(room)};
    return own && {room: readRoom(own.room), holder: holderOf(own.participant)};
  }

  /** Raises a level by one, after it has sunk for as long as nothing was counted. */
  async #count(queries: Queries, counter: Counter, decay: number): Promise<number> {
    const sunk = sql`greatest(0, ${pinAttempts.level} - extract(epoch from now() - ${pinAttempts.updatedAt}) * 1000 * ${decay}::float8)`;
    const [row] = await queries
      .insert(pinAttempts)
      .values({...counter, level: 1})
      .onConflictDoUpdate({
        target: [pinAttempts.scope, pinAttempts.key],
        set: {level: sql`${sunk} + 1`, updatedAt: sql`now()`},
      })
      .returning({level: pinAttempts.level});
    return row!.level;
  }

  async #countCaller(queries: Queries, counter: Counter, {trunk, callId}: PinAttempt): Promise<void> {
    const {policy} = this.options;
    const level = await this.#count(queries, counter, policy.callerDecay);
    const lock = callerLock(level, policy);
    if (!lock) return;
    await queries
      .update(pinAttempts)
      .set({lockedUntil: sql`now() + ${lock} * interval '1 millisecond'`})
      .where(and(eq(pinAttempts.scope, counter.scope), eq(pinAttempts.key, counter.key)));
    await record(queries, {
      actor: 'gateway',
      action: 'pin.lock',
      subject: `call:${callId}`,
      details: {trunk, seconds: lock / 1000},
    });
  }
}

function holderOf({displayName, actorType, actorId}: typeof participants.$inferSelect): PinHolder {
  return {
    ...(displayName && {name: displayName}),
    ...(actorType === 'users' && {owner: actorId}),
  };
}
