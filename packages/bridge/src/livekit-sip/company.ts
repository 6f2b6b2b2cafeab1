import {type RoomServiceClient, ServerError} from 'livekit-server-sdk';
import type {LegEndReason} from '../bridge.js';

interface Place {
  room: string;
  /** The phone's. */
  identity: string;
}

/** What has changed in a room since it was looked at before. */
interface Sight {
  /** Whether the phone itself is in the room. */
  present: boolean;
  /** How many others are. */
  others: number;
  joined: boolean;
  left: boolean;
}

/** Who is in a phone's room. livekit-sip tells that nobody, so LiveKit is asked. */
export class Company {
  readonly #rooms: RoomServiceClient;
  readonly #place: Place;
  #others: ReadonlySet<string> | undefined;

  constructor(rooms: RoomServiceClient, place: Place) {
    this.#rooms = rooms;
    this.#place = place;
  }

  /** Rejects when LiveKit does not answer. */
  async look(): Promise<Sight> {
    const {identity} = this.#place;
    const all = await this.#all();
    const before = this.#others;
    const others = new Set(all.filter((one) => one !== identity));
    this.#others = others;
    return {
      present: all.includes(identity),
      others: others.size,
      joined: before !== undefined && [...others].some((one) => !before.has(one)),
      left: before !== undefined && [...before].some((one) => !others.has(one)),
    };
  }

  /** Why livekit-sip's call is over: its own failure, unless LiveKit says that the room has ended or has lost the phone. */
  async reason(): Promise<LegEndReason> {
    const {room} = this.#place;
    try {
      if (!(await this.#rooms.listRooms([room])).length) return 'room-ended';
      // Whom a bridge that died has left behind is in the room for some time.
      return (await this.look()).present ? 'failed' : 'removed';
    } catch {
      return 'failed';
    }
  }

  /** Nobody is in a room that is not there. */
  async #all(): Promise<string[]> {
    try {
      return (await this.#rooms.listParticipants(this.#place.room)).map((one) => one.identity);
    } catch (error) {
      if (error instanceof ServerError && error.code === 'not_found') return [];
      throw error;
    }
  }
}
