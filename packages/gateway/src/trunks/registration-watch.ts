import {and, eq, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import type {Logger} from '../log/logger.js';
import type {CapturedMessage} from '../sip/feed.js';
import {readRegistrationMark, type MarkedTrunk} from './registration-mark.js';
import {
  readRegister,
  readRegistration,
  type RegistrationNews,
  type RegistrationRequest,
} from './registration.js';
import {sipTrunks, trunkRegistrations} from './tables.js';

/** A provider that has said nothing for so long is not there, ms. */
const patience = 8000;
/** Asterisk takes no answer after 32 s (Timer F, RFC 3261 17.1.2.2); by then the last has been reported, ms. */
const longestWait = 40_000;

interface WatchOptions {
  queries: Queries;
  /** That {@link registrationMark} was made with. */
  secret: string;
  log: Logger;
}

interface Pending extends RegistrationRequest {
  trunk: MarkedTrunk;
  /** Until it is unreachable, and until no answer is awaited any more. */
  timers: readonly NodeJS.Timeout[];
}

/** Keeps what becomes of trunks' registrations, as Asterisk reports it. */
export class RegistrationWatch {
  readonly #options: WatchOptions;
  /** Requests that are not answered, by Asterisk, Call-ID and CSeq. */
  readonly #pending = new Map<string, Pending>();
  /** One is kept after the other. */
  #kept: Promise<void> = Promise.resolve();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Takes a message that Asterisk sent or received. */
  hear(message: CapturedMessage, asteriskId: string): void {
    if (message.method !== 'REGISTER') return;
    const key = JSON.stringify([asteriskId, message.callId, message.header('cseq')]);
    if (message.status === 0) this.#asks(message, asteriskId, key);
    else this.#says(message, asteriskId, key);
  }

  /** Resolves when all that was heard is kept. */
  async close(): Promise<void> {
    for (const key of this.#pending.keys()) this.#drop(key);
    await this.#kept;
  }

  #asks(message: CapturedMessage, asteriskId: string, key: string): void {
    const trunk = readRegistrationMark(message, this.#options.secret);
    // By UDP a request is sent again until it is answered.
    if (!trunk || this.#pending.has(key)) return;
    const request = readRegister(message);
    const noAnswer = () => {
      if (request.expires !== 0) this.#keep(asteriskId, trunk, {state: 'unreachable', message: 'No answer'});
    };
    const timers = [setTimeout(noAnswer, patience), setTimeout(() => this.#drop(key), longestWait)];
    this.#pending.set(key, {...request, trunk, timers});
    if (request.expires === 0) this.#after(() => this.#forget(asteriskId, trunk));
    else this.#keep(asteriskId, trunk, {state: 'registering'});
  }

  #says(message: CapturedMessage, asteriskId: string, key: string): void {
    const request = this.#pending.get(key);
    if (!request) return;
    if (message.status >= 200) this.#drop(key);
    else clearTimeout(request.timers[0]);
    const news = readRegistration(message, request);
    if (news) this.#keep(asteriskId, request.trunk, news);
  }

  #drop(key: string): void {
    this.#pending.get(key)?.timers.forEach((timer) => clearTimeout(timer));
    this.#pending.delete(key);
  }

  #keep(asteriskId: string, trunk: MarkedTrunk, news: RegistrationNews): void {
    this.#after(() => this.#store(asteriskId, trunk, news));
  }

  #after(step: () => Promise<void>): void {
    this.#kept = this.#kept
      .then(step)
      .catch((error: unknown) =>
        this.#options.log.warn({err: error}, 'the registration of a trunk could not be kept'),
      );
  }

  /** What is heard of a trunk that was changed or removed meanwhile is no news. */
  async #store(asteriskId: string, trunk: MarkedTrunk, news: RegistrationNews): Promise<void> {
    const {queries, log} = this.#options;
    const {state, code = null, message = null, expires} = news;
    const expiresAt = expires === undefined ? null : sql`now() + ${expires} * interval '1 second'`;
    const columns = {state, code, message, expiresAt, changedAt: sql`now()`};
    const before = await queries.transaction(async (transaction) => {
      const [present] = await transaction.select().from(sipTrunks).where(isNow(trunk)).for('share');
      if (!present) return state;
      const own = isOf(asteriskId, trunk);
      const [row] = await transaction.select().from(trunkRegistrations).where(own).for('update');
      // It is asked again and again: what was answered counts until there is another answer.
      if (state === 'registering' && row) return row.state;
      await transaction
        .insert(trunkRegistrations)
        .values({asteriskId, trunkId: trunk.id, ...columns})
        .onConflictDoUpdate({
          target: [trunkRegistrations.asteriskId, trunkRegistrations.trunkId],
          set: columns,
        });
      return row?.state;
    });
    if (before !== state && (state === 'refused' || state === 'unreachable'))
      log.warn({trunk: trunk.id, state, code, why: message}, 'a trunk is not registered');
  }

  async #forget(asteriskId: string, trunk: MarkedTrunk): Promise<void> {
    const {queries} = this.#options;
    await queries.transaction(async (transaction) => {
      const [present] = await transaction.select().from(sipTrunks).where(isNow(trunk)).for('share');
      if (present) await transaction.delete(trunkRegistrations).where(isOf(asteriskId, trunk));
    });
  }
}

const isNow = ({id, revision}: MarkedTrunk) => and(eq(sipTrunks.id, id), eq(sipTrunks.revision, revision));
const isOf = (asteriskId: string, {id}: MarkedTrunk) =>
  and(eq(trunkRegistrations.asteriskId, asteriskId), eq(trunkRegistrations.trunkId, id));
