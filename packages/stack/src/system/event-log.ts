import {StackError} from './error.js';

export interface WaitOptions {
  /** Milliseconds; 20,000 when left out. */
  timeout?: number;
  /** What is awaited, for the error's text. */
  what?: string;
}

interface Waiter<T> {
  predicate: (item: T) => boolean;
  resolve: (item: T) => void;
}

/** Everything that happened, in order, and a way to wait for what has not happened yet. */
export class EventLog<T> {
  #items: T[] = [];
  readonly #waiters = new Set<Waiter<T>>();
  readonly #limit: number;

  /** Keeps the last `limit` items. */
  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length > this.#limit) this.#items.splice(0, this.#items.length - this.#limit);
    for (const waiter of [...this.#waiters]) {
      if (!waiter.predicate(item)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(item);
    }
  }

  clear(): void {
    this.#items = [];
  }

  /** The first matching item, past or to come. Rejects with {@link StackError} after the time-out. */
  waitFor(predicate: (item: T) => boolean, {timeout = 20_000, what = 'event'}: WaitOptions = {}): Promise<T> {
    const past = this.#items.find(predicate);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const waiter: Waiter<T> = {
        predicate,
        resolve: (item) => {
          clearTimeout(timer);
          resolve(item);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new StackError(`No such ${what} within ${timeout} ms.`));
      }, timeout);
      this.#waiters.add(waiter);
    });
  }
}
