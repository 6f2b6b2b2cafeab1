import type {AriEvent} from './ari/types.js';

/** Longer than a take-over lasts, ms. */
const span = 20_000;

/** What happened to calls in the last seconds: for a gateway that takes over, so that no key is lost meanwhile. */
export class RecentEvents {
  #events: {at: number; event: AriEvent}[] = [];

  constructor(private readonly clock: () => number = () => performance.now()) {}

  add(event: AriEvent): void {
    const now = this.clock();
    const first = this.#events.findIndex(({at}) => at >= now - span);
    if (first > 0) this.#events.splice(0, first);
    if (first < 0) this.#events = [];
    this.#events.push({at: now, event});
  }

  get all(): readonly AriEvent[] {
    return this.#events.map(({event}) => event);
  }
}
