import type {LegRequest, PhoneLeg} from './bridge.js';

/** So long a place is kept for a phone that is about to come, ms. */
export const expectedTime = 15_000;

/** The legs of a bridge by their ids. Two requests for one id are one leg, also while it is being joined. */
export class Legs<Leg extends PhoneLeg> {
  readonly #present = new Map<string, Leg>();
  readonly #joining = new Map<string, Promise<Leg>>();

  get all(): ReadonlyMap<string, Leg> {
    return this.#present;
  }

  /** The leg that is there or on its way; else the one that `make` joins, kept until it ends. */
  join(request: LegRequest, make: () => Promise<Leg>): Promise<Leg> {
    const present = this.#present.get(request.id);
    if (present) return Promise.resolve(present);
    let joining = this.#joining.get(request.id);
    if (!joining) {
      joining = this.#keep(make()).finally(() => this.#joining.delete(request.id));
      this.#joining.set(request.id, joining);
    }
    return joining;
  }

  /** Resolves when nobody is being joined any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#joining.values());
  }

  async #keep(joined: Promise<Leg>): Promise<Leg> {
    const leg = await joined;
    this.#present.set(leg.id, leg);
    leg.once('ended', () => this.#present.delete(leg.id));
    return leg;
  }
}
