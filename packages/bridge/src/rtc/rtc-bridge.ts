import type {ExpectedLeg, LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {Legs} from '../legs.js';
import {RtcLeg} from './leg.js';
import {Expected} from './expected.js';

/** Carries the audio of its legs in this process. */
export class RtcBridge implements RoomBridge {
  readonly #livekit: LiveKitAccess;
  readonly #legs = new Legs<RtcLeg>();
  readonly #expected: Expected;

  constructor(livekit: LiveKitAccess) {
    this.#livekit = livekit;
    this.#expected = new Expected(livekit);
  }

  get legs(): ReadonlyMap<string, PhoneLeg> {
    return this.#legs.all;
  }

  async expect(leg: ExpectedLeg): Promise<void> {
    if (!this.#legs.all.has(leg.id)) await this.#expected.open(leg);
  }

  join(request: LegRequest): Promise<PhoneLeg> {
    return this.#legs.join(request, () => RtcLeg.join(request, this.#livekit, this.#expected.take(request)));
  }

  async close(): Promise<void> {
    await this.#legs.settled();
    await Promise.all([this.#expected.close(), ...[...this.#legs.all.values()].map((leg) => leg.leave())]);
  }
}
