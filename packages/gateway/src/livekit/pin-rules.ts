import type {RoomBridge} from '@sidetone/bridge';
import {GatewayError} from '../errors.js';
import type {Rooms} from '../rooms/rooms.js';

type Doors = Required<Pick<RoomBridge, 'openRoom' | 'closeRoom'>>;

/** A room that opens and closes more often than this while its rule is being changed is followed at its next webhook. */
const tries = 5;

/** Keeps a bridge that phones can call by themselves in step with the rooms: the PIN of an open room lets in, and no other. */
export class PinRules {
  private constructor(
    private readonly doors: Doors,
    private readonly rooms: Pick<Rooms, 'get' | 'pinOf'>,
  ) {}

  /** `undefined` for a bridge that nobody can call. */
  static from(bridge: RoomBridge, rooms: Pick<Rooms, 'get' | 'pinOf'>): PinRules | undefined {
    const {openRoom, closeRoom} = bridge;
    if (!openRoom || !closeRoom) return undefined;
    return new PinRules({openRoom: openRoom.bind(bridge), closeRoom: closeRoom.bind(bridge)}, rooms);
  }

  /** Does what the database says of a room now: webhooks of one room may be with several gateways at a time. */
  async follow(room: string): Promise<void> {
    for (let left = tries; left > 0; left--) {
      const pin = await this.#pinOf(room);
      if (pin === undefined) return;
      await (pin ? this.doors.openRoom(room, pin) : this.doors.closeRoom(room));
      if ((await this.#pinOf(room)) === pin) return;
    }
  }

  /** Empty when the room is not open, `undefined` when it is none of ours. */
  async #pinOf(room: string): Promise<string | undefined> {
    try {
      const {status} = await this.rooms.get(room);
      return status === 'open' ? await this.rooms.pinOf(room) : '';
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'room-unknown') return undefined;
      throw error;
    }
  }
}
