import type {Leg} from './leg.js';

/** Which legs hear each other. When one ends, so does the other. */
export class Bridges {
  #partners = new Map<Leg, Leg>();

  partnerOf(leg: Leg): Leg | undefined {
    return this.#partners.get(leg);
  }

  /** Joins two established legs, taking each from whom it was with. */
  async join(one: Leg, other: Leg): Promise<void> {
    this.#pair(one, other);
    await Promise.all([
      one.media.play(other.media.received ?? 'silence'),
      other.media.play(one.media.received ?? 'silence'),
    ]);
  }

  /** From now on neither ends the other. */
  part(leg: Leg): void {
    const partner = this.#partners.get(leg);
    this.#partners.delete(leg);
    if (partner) this.#partners.delete(partner);
  }

  #pair(one: Leg, other: Leg): void {
    this.part(one);
    this.part(other);
    this.#partners.set(one, other).set(other, one);
    for (const [leg, partner] of [
      [one, other],
      [other, one],
    ] as const) {
      leg.behaviour = {digit: (digit) => void partner.info(digit).catch(() => undefined)};
      void leg.over.then(() => {
        if (this.#partners.get(leg) !== partner) return;
        this.part(leg);
        partner.hangup();
      });
    }
  }
}
