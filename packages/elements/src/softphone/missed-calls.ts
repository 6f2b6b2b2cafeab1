import type {CallHistoryStore} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {outcomeOf} from '../call-history/call-history.core.js';
import {Subscription} from '../controllers/subscription.js';

/** As many as a badge can tell apart. */
const looked = 100;

/** How many calls were missed and not looked at yet. */
export class MissedCalls implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #store = new Subscription<CallHistoryStore>((store, signal) => {
    store.addEventListener('change', () => void this.#read(store, signal), {signal});
    void this.#read(store, signal);
  });
  #count = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get count(): number {
    return this.#count;
  }

  follow(store: CallHistoryStore | undefined): void {
    if (this.#store.follow(store)) this.#set(0);
  }

  hostDisconnected(): void {
    this.follow(undefined);
  }

  async #read(store: CallHistoryStore, signal: AbortSignal): Promise<void> {
    const entries = await store.list({limit: looked}).catch(() => []);
    if (!signal.aborted)
      this.#set(entries.filter((entry) => !entry.seen && outcomeOf(entry) === 'missed').length);
  }

  #set(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    this.#host.requestUpdate();
  }
}
