import type {ExpectedLeg, LegRequest, LiveKitAccess} from '../bridge.js';
import {BridgeError} from '../errors.js';
import {expectedTime} from '../legs.js';
import {RoomLink} from './room-link.js';
import {announcement, phoneToken} from './token.js';

interface Place {
  room: string;
  link: Promise<RoomLink>;
  timer: NodeJS.Timeout;
}

/** Places in rooms for phones that are about to come. */
export class Expected {
  readonly #places = new Map<string, Place>();

  constructor(private readonly livekit: LiveKitAccess) {}

  /** Rejects with {@link BridgeError}. */
  async open(leg: ExpectedLeg): Promise<void> {
    let place = this.#places.get(leg.id);
    if (!place) {
      const timer = setTimeout(() => void this.#giveUp(leg.id), expectedTime);
      place = {room: leg.room, link: this.#enter(leg), timer};
      this.#places.set(leg.id, place);
    }
    try {
      await place.link;
    } catch (error) {
      await this.#giveUp(leg.id);
      throw BridgeError.from(error);
    }
  }

  /** The place of a phone that comes now: nobody else has it from now on. */
  take({id, room}: LegRequest): Promise<RoomLink> | undefined {
    const place = this.#places.get(id);
    if (place?.room !== room) return undefined;
    clearTimeout(place.timer);
    this.#places.delete(id);
    return place.link;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#places.keys()].map((id) => this.#giveUp(id)));
  }

  async #enter(leg: ExpectedLeg): Promise<RoomLink> {
    const token = await phoneToken(this.livekit, leg, announcement(leg));
    return RoomLink.open({url: this.livekit.url, token, trackName: leg.trackName});
  }

  async #giveUp(id: string): Promise<void> {
    const place = this.#places.get(id);
    if (!place) return;
    clearTimeout(place.timer);
    this.#places.delete(id);
    await place.link.then((link) => link.close()).catch(() => undefined);
  }
}
