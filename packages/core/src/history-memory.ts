import type {CallHistoryEntry, CallHistoryStore} from './history.js';

/** How many calls a history keeps; the oldest go first. */
export const historyLimit = 500;

/** A history that lasts as long as the page. */
export class MemoryCallHistory extends EventTarget implements CallHistoryStore {
  readonly #limit: number;
  #entries: CallHistoryEntry[] = [];

  constructor({limit = historyLimit}: {limit?: number} = {}) {
    super();
    this.#limit = limit;
  }

  async add(entry: CallHistoryEntry): Promise<void> {
    const others = this.#entries.filter(({id}) => id !== entry.id);
    const newestFirst = [...others, structuredClone(entry)].sort((a, b) => b.startedAt - a.startedAt);
    this.#change(newestFirst.slice(0, this.#limit));
  }

  async list({limit = this.#limit, before = Infinity}: {limit?: number; before?: number} = {}): Promise<
    CallHistoryEntry[]
  > {
    return structuredClone(this.#entries.filter(({startedAt}) => startedAt < before).slice(0, limit));
  }

  async markSeen(...ids: string[]): Promise<void> {
    this.#change(this.#entries.map((entry) => (ids.includes(entry.id) ? {...entry, seen: true} : entry)));
  }

  async remove(id: string): Promise<void> {
    this.#change(this.#entries.filter((entry) => entry.id !== id));
  }

  async clear(): Promise<void> {
    this.#change([]);
  }

  #change(entries: CallHistoryEntry[]): void {
    this.#entries = entries;
    this.dispatchEvent(new Event('change'));
  }
}
