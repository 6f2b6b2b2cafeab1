import {talks, type Call, type OperationOptions, type Phone} from '@sidetone/core';

/** The room, as far as taking turns goes. */
interface RoomTurn {
  /** The call is part of the room's conversation. */
  includes(call: Call): boolean;
  /** The room has to wait, or need not wait any longer. */
  wait(waiting: boolean): void;
  /** Who has the turn, or is about to have it, may have changed. */
  reviewed(): void;
}

/**
 * One conversation at a time: while a call talks that is not in the room, the room waits, and goes on when it is held or over.
 */
export class Floor {
  readonly #phone: Phone;
  readonly #room: RoomTurn;
  readonly #life = new AbortController();
  #waiting = false;

  constructor(phone: Phone, room: RoomTurn) {
    this.#phone = phone;
    this.#room = room;
    phone.addEventListener('calls', () => this.review(), {signal: this.#life.signal});
    this.review();
  }

  /** What belongs to the room has changed, or a call. */
  review(): void {
    const waiting = this.#talking.length > 0;
    if (waiting !== this.#waiting) {
      this.#waiting = waiting;
      this.#room.wait(waiting);
    }
    this.#room.reviewed();
  }

  /** Holds the calls that talk. Rejects with `hold-refused`. */
  async takeForRoom(options: OperationOptions): Promise<void> {
    await Promise.all(this.#talking.map((call) => call.hold(options)));
  }

  close(): void {
    this.#life.abort();
  }

  get #talking(): Call[] {
    return this.#phone.calls.filter((call) => talks(call) && !this.#room.includes(call));
  }
}
