import {openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction} from 'idb';
import {SidetoneError} from './errors.js';
import {historyLimit} from './history-memory.js';
import type {CallHistoryEntry, CallHistoryStore} from './history.js';

export interface IndexedDbCallHistoryOptions {
  /** Name of the database: pages with the same name share one history. Default `sidetone`. */
  name?: string;
  /** How many calls are kept; the oldest go first. Default 500. */
  limit?: number;
}

interface Schema extends DBSchema {
  calls: {key: string; value: CallHistoryEntry; indexes: {startedAt: number}};
}

type Writing = IDBPTransaction<Schema, ['calls'], 'readwrite'>;

const version = 1;

/**
 * The history kept by the browser, shared by all its tabs. Opened at first use. Methods reject with
 * `history-unavailable` where the browser forbids storage, or another tab holds an older version open.
 */
export class IndexedDbCallHistory extends EventTarget implements CallHistoryStore {
  readonly #name: string;
  readonly #limit: number;
  readonly #otherTabs: BroadcastChannel;
  #database: Promise<IDBPDatabase<Schema>> | undefined;

  constructor({name = 'sidetone', limit = historyLimit}: IndexedDbCallHistoryOptions = {}) {
    super();
    this.#name = name;
    this.#limit = limit;
    this.#otherTabs = new BroadcastChannel(`${name}-history`);
    this.#otherTabs.addEventListener('message', () => this.dispatchEvent(new Event('change')));
  }

  async add(entry: CallHistoryEntry): Promise<void> {
    await this.#write(async ({store}) => {
      await store.put(entry);
      let surplus = (await store.count()) - this.#limit;
      for (let oldest = await store.index('startedAt').openCursor(); oldest && surplus > 0; surplus--) {
        await oldest.delete();
        oldest = await oldest.continue();
      }
    });
  }

  async list({limit = this.#limit, before = Infinity}: {limit?: number; before?: number} = {}): Promise<
    CallHistoryEntry[]
  > {
    return this.#use(async (database) => {
      const index = database.transaction('calls').store.index('startedAt');
      const entries: CallHistoryEntry[] = [];
      let cursor = await index.openCursor(IDBKeyRange.upperBound(before, true), 'prev');
      while (cursor && entries.length < limit) {
        entries.push(cursor.value);
        cursor = await cursor.continue();
      }
      return entries;
    });
  }

  async markSeen(...ids: string[]): Promise<void> {
    await this.#write(async ({store}) => {
      for (const id of ids) {
        const entry = await store.get(id);
        if (entry) await store.put({...entry, seen: true});
      }
    });
  }

  async remove(id: string): Promise<void> {
    await this.#write(({store}) => store.delete(id));
  }

  async clear(): Promise<void> {
    await this.#write(({store}) => store.clear());
  }

  /** Lets go of the database and of the other tabs. */
  async close(): Promise<void> {
    this.#otherTabs.close();
    const database = await this.#database?.catch(() => undefined);
    database?.close();
    this.#database = undefined;
  }

  async #write(act: (writing: Writing) => Promise<void>): Promise<void> {
    await this.#use(async (database) => {
      const writing = database.transaction('calls', 'readwrite');
      await Promise.all([act(writing), writing.done]);
    });
    this.dispatchEvent(new Event('change'));
    this.#otherTabs.postMessage('change');
  }

  async #use<Result>(act: (database: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      return await act(await (this.#database ??= this.#open()));
    } catch (error) {
      throw SidetoneError.from(error, 'history-unavailable');
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const forget = () => (this.#database = undefined);
    try {
      return await new Promise<IDBPDatabase<Schema>>((resolve, reject) => {
        openDB<Schema>(this.#name, version, {
          upgrade: (database) => {
            database.createObjectStore('calls', {keyPath: 'id'}).createIndex('startedAt', 'startedAt');
          },
          blocked: () =>
            reject(
              new SidetoneError('history-unavailable', {detail: 'another tab holds an older version open'}),
            ),
          blocking: (_current, _wanted, {target}) => {
            (target as IDBDatabase).close(); // a newer version in another tab goes first
            forget();
          },
          terminated: forget,
        }).then(resolve, reject);
      });
    } catch (error) {
      forget();
      throw error;
    }
  }
}
