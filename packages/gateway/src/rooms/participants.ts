import {and, eq, ne, sql} from 'drizzle-orm';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {participants, rooms} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {PinMaker} from './pin-maker.js';

/** Somebody who has a PIN of their own for a room, by Nextcloud's names. */
export interface Participant {
  /** `users`, `guests`, `phones` … */
  actorType: string;
  actorId: string;
  displayName: string;
}

interface ParticipantsOptions {
  queries: Queries;
  pins: PinMaker;
}

const tries = 20;

/** Participants with PINs of their own: a phone that types one is in the room as theirs. Only hashes of PINs are kept. */
export class Participants {
  constructor(private readonly options: ParticipantsOptions) {}

  /** Gives a participant a new PIN; the one before leads nowhere then. Throws `room-unknown` and `pins-exhausted`. */
  async givePin(room: string, participant: Participant, actor: Actor): Promise<string> {
    const {queries, pins} = this.options;
    const [known] = await queries.select({name: rooms.name}).from(rooms).where(eq(rooms.name, room));
    if (!known) throw new GatewayError('room-unknown', {detail: room});
    for (let left = tries; left > 0; left--) {
      const pin = pins.make();
      if (!(await this.#take(room, participant, pins.hash(pin)))) continue;
      const {actorType, actorId} = participant;
      const details = {actorType, actorId};
      await record(queries, {actor, action: 'participant.pin', subject: `room:${room}`, details});
      return pin;
    }
    throw new GatewayError('pins-exhausted');
  }

  /** Throws `participant-unknown`. */
  async byPin(room: string, pin: string): Promise<Participant> {
    const {queries, pins} = this.options;
    const [row] = await queries
      .select({
        actorType: participants.actorType,
        actorId: participants.actorId,
        displayName: participants.displayName,
      })
      .from(participants)
      .innerJoin(rooms, and(eq(rooms.name, participants.room), ne(rooms.status, 'closed')))
      .where(and(eq(participants.room, room), eq(participants.pinHash, pins.hash(pin))));
    if (!row) throw new GatewayError('participant-unknown');
    return row;
  }

  /** False when the PIN leads elsewhere already. */
  async #take(room: string, participant: Participant, pinHash: string): Promise<boolean> {
    const {queries} = this.options;
    const [other] = await queries.select({name: rooms.name}).from(rooms).where(eq(rooms.pinHash, pinHash));
    if (other) return false;
    const {displayName} = participant;
    try {
      await queries
        .insert(participants)
        .values({room, ...participant, pinHash})
        .onConflictDoUpdate({
          target: [participants.room, participants.actorType, participants.actorId],
          set: {displayName, pinHash, createdAt: sql`now()`},
        });
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }
}
