import type {LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {RtcLeg} from './leg.js';

/** Carries the audio of its legs in this process. */
export class RtcBridge implements RoomBridge {
  readonly #livekit: LiveKitAccess;
  readonly #legs = new Map<string, RtcLeg>();
  readonly #joining = new Map<string, Promise<RtcLeg>>();

  constructor(livekit: LiveKitAccess) {
    this.#livekit = livekit;
  }

  get legs(): ReadonlyMap<string, PhoneLeg> {
    return this.#legs;
  }

  join(request: LegRequest): Promise<PhoneLeg> {
    const present = this.#legs.get(request.id);
    if (present) return Promise.resolve(present);
    let joining = this.#joining.get(request.id);
    if (!joining) {
      joining = this.#join(request).finally(() => this.#joining.delete(request.id));
      this.#joining.set(request.id, joining);
    }
    return joining;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#joining.values());
    await Promise.all([...this.#legs.values()].map((leg) => leg.leave()));
  }

  async #join(request: LegRequest): Promise<RtcLeg> {
    const leg = await RtcLeg.join(request, this.#livekit);
    this.#legs.set(leg.id, leg);
    leg.once('ended', () => this.#legs.delete(leg.id));
    return leg;
  }
}
