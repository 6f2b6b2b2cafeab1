import {randomInt} from 'node:crypto';
import {asc, eq, sql} from 'drizzle-orm';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {GatewayError} from '../errors.js';
import type {Vault} from '../secrets/vault.js';
import {sipTrunks, trunkRegistrations, type RegistrationState} from './tables.js';
import {checkTrunk, checkWhole, readTrunk, type Trunk, type TrunkFields, type TrunkRow} from './trunk.js';

/** How a trunk is. */
export interface TrunkState {
  /** Whether calls go out by it now. */
  available: boolean;
  /** By each Asterisk that registers there, or has tried. */
  registrations: readonly {asteriskId: string; state: RegistrationState; code?: number; message?: string}[];
  /** Tries in a row that failed. */
  failures: number;
  /** Until when it is passed over. */
  retryAt?: Date;
  lastError?: string;
  lastErrorAt?: Date;
}

type RegistrationRow = typeof trunkRegistrations.$inferSelect;

const purpose = 'sip_trunks.password';
/** A registration that expired, or failed, is asked for again before so long: what is older was not reported on, ms. */
const stale = 300_000;
const defaults: Omit<TrunkFields, 'domain' | 'port'> = {
  transport: 'udp',
  register: true,
  canTerminate: true,
  username: '',
  authorizationId: '',
  password: '',
  position: 0,
};
/** RFC 3261 19.1.2. */
const defaultPort = {udp: 5060, tcp: 5060, tls: 5061} as const;

/** The port of a trunk by another transport, where it becomes another. */
function portAfter({transport, port}: TrunkRow, next = transport): {port?: number} {
  const isDefault = port === defaultPort[transport];
  return isDefault && port !== defaultPort[next] ? {port: defaultPort[next]} : {};
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

interface TrunksOptions {
  queries: Queries;
  vault: Vault;
  /** ms since 1970. */
  clock: () => number;
}

/** Providers of telephone numbers. A change counts from the next call on; calls that are up go on. */
export class Trunks {
  readonly #queries: Queries;
  readonly #vault: Vault;
  readonly #clock: () => number;

  constructor({queries, vault, clock}: TrunksOptions) {
    this.#queries = queries;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** Throws `trunk-invalid` and `trunk-exists`. */
  async add(id: string, given: Partial<TrunkFields> & {domain: string}, actor: Actor): Promise<Trunk> {
    if (!idPattern.test(id))
      throw new GatewayError('trunk-invalid', {detail: 'id: up to 40 letters, digits, "-" and "_"'});
    checkTrunk(given);
    const fields = {...defaults, port: defaultPort[given.transport ?? 'udp'], ...given};
    checkWhole(fields);
    try {
      return await this.#queries.transaction(async (transaction) => {
        const [row] = await transaction
          .insert(sipTrunks)
          .values({id, ...this.#columns(fields), revision: newRevision()})
          .returning();
        await record(transaction, {actor, action: 'trunk.add', subject: `trunk:${id}`});
        return readTrunk(row!);
      });
    } catch (error) {
      if (isTaken(error)) throw new GatewayError('trunk-exists', {detail: id, cause: error});
      throw error;
    }
  }

  /** A port that was the default follows the transport. Throws `trunk-unknown` and `trunk-invalid`, and nothing has changed then. */
  async change(id: string, given: Partial<TrunkFields>, actor: Actor): Promise<Trunk> {
    checkTrunk(given);
    return this.#queries.transaction(async (transaction) => {
      const [row] = await transaction.select().from(sipTrunks).where(eq(sipTrunks.id, id)).for('update');
      if (!row) throw unknown(id);
      const change = {...portAfter(row, given.transport), ...given};
      checkWhole({...readTrunk(row), password: '', ...change});
      const [changed] = await transaction
        .update(sipTrunks)
        .set({
          ...this.#columns(change),
          revision: newRevision(),
          // What failed before may work now.
          ...{failures: 0, retryAt: null, lastError: null, lastErrorAt: null},
        })
        .where(eq(sipTrunks.id, id))
        .returning();
      await transaction.delete(trunkRegistrations).where(eq(trunkRegistrations.trunkId, id));
      const fields = Object.keys(change);
      await record(transaction, {actor, action: 'trunk.change', subject: `trunk:${id}`, details: {fields}});
      return readTrunk(changed!);
    });
  }

  /** Throws `trunk-unknown`. */
  async remove(id: string, actor: Actor): Promise<void> {
    await this.#queries.transaction(async (transaction) => {
      const removed = await transaction.delete(sipTrunks).where(eq(sipTrunks.id, id)).returning();
      if (!removed.length) throw unknown(id);
      await record(transaction, {actor, action: 'trunk.remove', subject: `trunk:${id}`});
    });
  }

  /** In the order in which calls go out by them. */
  async list(): Promise<{trunk: Trunk; state: TrunkState}[]> {
    const rows = await this.#queries
      .select()
      .from(sipTrunks)
      .orderBy(asc(sipTrunks.position), asc(sipTrunks.id));
    const registrations = await this.#queries.select().from(trunkRegistrations);
    return rows.map((row) => ({
      trunk: readTrunk(row),
      state: this.#stateOf(
        row,
        registrations.filter(({trunkId}) => trunkId === row.id),
      ),
    }));
  }

  /** Throws `trunk-unknown`. */
  async get(id: string): Promise<{trunk: Trunk; state: TrunkState}> {
    const found = (await this.list()).find(({trunk}) => trunk.id === id);
    if (!found) throw unknown(id);
    return found;
  }

  async find(id: string): Promise<Trunk | undefined> {
    const [row] = await this.#queries.select().from(sipTrunks).where(eq(sipTrunks.id, id));
    return row && readTrunk(row);
  }

  /** For Asterisk only. */
  async passwordOf(id: string): Promise<string> {
    const [row] = await this.#queries.select().from(sipTrunks).where(eq(sipTrunks.id, id));
    return row?.password ? this.#vault.open(row.password, purpose) : '';
  }

  /** Changes with every change of a trunk. */
  async fingerprint(): Promise<string> {
    const [row] = await this.#queries
      .select({text: sql<string>`coalesce(string_agg(id || ':' || revision, ',' order by id), '')`})
      .from(sipTrunks);
    return row?.text ?? '';
  }

  #columns({authorizationId, password, ...fields}: Partial<TrunkFields>) {
    return {
      ...(fields as TrunkFields),
      ...(authorizationId !== undefined && {authId: authorizationId}),
      ...(password !== undefined && {password: this.#vault.seal(password, purpose)}),
    };
  }

  #stateOf(row: TrunkRow, registrations: readonly RegistrationRow[]): TrunkState {
    const {canTerminate, register, failures, retryAt, lastError, lastErrorAt} = row;
    const news = registrations.filter((one) => this.#counts(one));
    const states = news.map(({asteriskId, state, code, message}) => ({
      asteriskId,
      state,
      ...(code !== null && {code}),
      ...(message !== null && {message}),
    }));
    // Where nobody reports what became of it, calls are tried.
    const lost = register && states.length > 0 && !states.some(({state}) => state === 'registered');
    const resting = retryAt !== null && retryAt.getTime() > this.#clock();
    return {
      available: canTerminate && !lost && !resting,
      registrations: states,
      failures,
      ...(retryAt && {retryAt}),
      ...(lastError !== null && {lastError}),
      ...(lastErrorAt && {lastErrorAt}),
    };
  }

  /** An Asterisk that is gone, or whose reports nobody hears any more, says nothing of how a trunk is now. */
  #counts({state, expiresAt, changedAt}: RegistrationRow): boolean {
    const until = state === 'registered' && expiresAt ? expiresAt : changedAt;
    return this.#clock() < until.getTime() + stale;
  }
}

/** One that Asterisk, which remembers rows by their names, has not heard; also of a trunk that is made again under an old name. */
const newRevision = () => randomInt(1, 2 ** 31);

const unknown = (id: string) => new GatewayError('trunk-unknown', {detail: id});
