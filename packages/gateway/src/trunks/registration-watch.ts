import {sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import type {Logger} from '../log/logger.js';
import type {CapturedMessage} from '../sip/feed.js';
import {isProven, readRegistration, registrant, type RegistrationNews} from './registration.js';
import {trunkRegistrations} from './tables.js';
import type {Trunks} from './trunks.js';

/** A provider that has said nothing for so long is not there, ms. */
const patience = 8000;
/** Which trunks there are is remembered for so long: browsers register all the time, ms. */
const remembered = 2000;

interface WatchOptions {
  queries: Queries;
  trunks: Pick<Trunks, 'list'>;
  log: Logger;
}

interface Pending {
  proven: boolean;
  timer: NodeJS.Timeout;
}

/** Keeps what becomes of trunks' registrations, as Asterisk reports it. */
export class RegistrationWatch {
  readonly #options: WatchOptions;
  /** By Asterisk and trunk. */
  readonly #pending = new Map<string, Pending>();
  #known: {at: number; trunks: Promise<ReadonlyMap<string, string>>} | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** Takes a message that Asterisk sent or received. */
  hear(message: CapturedMessage, asteriskId: string): void {
    if (message.method !== 'REGISTER') return;
    this.#hear(message, asteriskId).catch((error: unknown) =>
      this.#options.log.warn({err: error}, 'the registration of a trunk could not be kept'),
    );
  }

  close(): void {
    for (const {timer} of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  async #hear(message: CapturedMessage, asteriskId: string): Promise<void> {
    const trunk = (await this.#trunks()).get(registrant(message) ?? '');
    if (trunk === undefined) return;
    const key = JSON.stringify([asteriskId, trunk]);
    const before = this.#pending.get(key);
    clearTimeout(before?.timer);
    if (message.status === 0) {
      const timer = setTimeout(() => {
        this.#pending.delete(key);
        void this.#keep(asteriskId, trunk, {state: 'unreachable', message: 'No answer'});
      }, patience);
      this.#pending.set(key, {proven: isProven(message), timer});
      return;
    }
    this.#pending.delete(key);
    const news = readRegistration(message, {proven: before?.proven ?? false});
    if (news) await this.#keep(asteriskId, trunk, news);
  }

  async #keep(asteriskId: string, trunkId: string, news: RegistrationNews): Promise<void> {
    const {queries, log} = this.#options;
    const {state, code = null, message = null, expires} = news;
    if (state !== 'registered')
      log.warn({trunk: trunkId, state, code, why: message}, 'a trunk is not registered');
    const expiresAt = expires === undefined ? null : sql`now() + ${expires} * interval '1 second'`;
    const columns = {state, code, message, expiresAt, changedAt: sql`now()`};
    await queries
      .insert(trunkRegistrations)
      .values({asteriskId, trunkId, ...columns})
      .onConflictDoUpdate({target: [trunkRegistrations.asteriskId, trunkRegistrations.trunkId], set: columns})
      .catch((error: unknown) =>
        log.warn({err: error, trunk: trunkId}, 'the registration of a trunk could not be kept'),
      );
  }

  /** Ids of trunks that register, by `user@domain`. */
  #trunks(): Promise<ReadonlyMap<string, string>> {
    const now = performance.now();
    if (!this.#known || now - this.#known.at > remembered) this.#known = {at: now, trunks: this.#read()};
    return this.#known.trunks;
  }

  async #read(): Promise<ReadonlyMap<string, string>> {
    const all = await this.#options.trunks.list();
    return new Map(
      all
        .filter(({trunk}) => trunk.register)
        .map(({trunk: {id, username, domain}}) => [`${username}@${domain.toLowerCase()}`, id]),
    );
  }
}
