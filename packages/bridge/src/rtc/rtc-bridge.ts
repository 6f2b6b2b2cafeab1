import type {LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {Legs} from '../legs.js';
import {RtcLeg} from './leg.js';

/** Carries the audio of its legs in this process. */
export class RtcBridge implements RoomBridge {
  readonly #livekit: LiveKitAccess;
  readonly #legs = new Legs<RtcLeg>();

  constructor(livekit: LiveKitAccess) {
    this.#livekit = livekit;
  }

  get legs(): ReadonlyMap<string, PhoneLeg> {
    return this.#legs.all;
  }

  join(request: LegRequest): Promise<PhoneLeg> {
    return this.#legs.join(request, () => RtcLeg.join(request, this.#livekit));
  }

  async close(): Promise<void> {
    await this.#legs.settled();
    await Promise.all([...this.#legs.all.values()].map((leg) => leg.leave()));
  }
}
