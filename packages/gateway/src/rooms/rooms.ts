import {and, asc, eq, isNull, ne, or} from 'drizzle-orm';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {participants, rooms, type RoomStatus} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {Vault} from '../secrets/vault.js';
import type {Language} from './languages.js';
import type {PinMaker} from './pin-maker.js';

export interface Room {
  name: string;
  status: RoomStatus;
  language: Language;
  createdAt: Date;
}

type Row = typeof rooms.$inferSelect;

const purpose = 'rooms.pin';
/** With so many collisions in a row, nearly all PINs are in use. */
const tries = 30;

/** Rooms that phones can join, and their PINs. */
export class Rooms {
  readonly #queries: Queries;
  readonly #vault: Vault;
  readonly #pins: PinMaker;

  constructor({queries, vault, pins}: {queries: Queries; vault: Vault; pins: PinMaker}) {
    this.#queries = queries;
    this.#vault = vault;
    this.#pins = pins;
  }

  /**
   * Makes a room with a PIN that no other live room has, or takes the one of that name, opening its telephony
   * again when it was closed. Throws `pins-exhausted`.
   */
  async create(
    name: string,
    {language}: {language: Language},
    actor: Actor,
  ): Promise<{room: Room; created: boolean}> {
    for (let left = tries; left > 0; left--) {
      const pin = this.#pins.make();
      if (await this.#isParticipants(pin)) continue;
      const [inserted] = await this.#queries
        .insert(rooms)
        .values({name, language, ...this.#columnsOf(pin)})
        .onConflictDoNothing()
        .returning();
      if (inserted) {
        await record(this.#queries, {
          actor,
          action: 'room.create',
          subject: `room:${name}`,
          details: {language},
        });
        return {room: readRoom(inserted), created: true};
      }
      const existing = await this.#row(name);
      if (existing && existing.status !== 'closed') return {room: readRoom(existing), created: false};
      if (existing && (await this.#change(existing, {status: 'waiting'}))) {
        await record(this.#queries, {actor, action: 'room.reopen', subject: `room:${name}`});
        return {room: readRoom((await this.#row(name))!), created: false};
      }
    }
    throw new GatewayError('pins-exhausted');
  }

  /** Throws `room-unknown`. */
  async get(name: string): Promise<Room> {
    return readRoom(await this.#known(name));
  }

  async list(): Promise<Room[]> {
    return (await this.#queries.select().from(rooms).orderBy(asc(rooms.name))).map(readRoom);
  }

  /** For those who may enter the room. Throws `room-unknown`. */
  async pinOf(name: string): Promise<string> {
    return this.#vault.open((await this.#known(name)).pinEncrypted, purpose);
  }

  /** LiveKit has started a session of the room. Resolves with whether that changed anything: unknown rooms and late news do not. */
  async opened(name: string, sid: string): Promise<boolean> {
    for (let left = tries; left > 0; left--) {
      const row = await this.#row(name);
      if (!row || row.finishedSid === sid || row.livekitSid === sid) return false;
      if (await this.#change(row, {status: 'open', livekitSid: sid, openedAt: new Date()})) {
        await record(this.#queries, {actor: 'livekit', action: 'room.open', subject: `room:${name}`});
        return true;
      }
    }
    throw new GatewayError('pins-exhausted');
  }

  /** LiveKit has finished a session. The end of one that is not the room's present one changes nothing. */
  async finished(name: string, sid: string): Promise<boolean> {
    const [closed] = await this.#queries
      .update(rooms)
      .set({status: 'closed', livekitSid: null, finishedSid: sid, closedAt: new Date()})
      .where(
        and(
          eq(rooms.name, name),
          ne(rooms.status, 'closed'),
          or(eq(rooms.livekitSid, sid), isNull(rooms.livekitSid)),
        ),
      )
      .returning({name: rooms.name});
    if (closed)
      await record(this.#queries, {actor: 'livekit', action: 'room.close', subject: `room:${name}`});
    return closed !== undefined;
  }

  /** Changes a room, with a new PIN where another live room has got its own meanwhile. False: try again. */
  async #change(row: Row, change: Partial<Row>): Promise<boolean> {
    const here = and(eq(rooms.name, row.name), eq(rooms.status, row.status));
    try {
      return (await this.#queries.update(rooms).set(change).where(here).returning()).length > 0;
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    try {
      await this.#queries.update(rooms).set(this.#columnsOf(this.#pins.make())).where(here);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    return false;
  }

  async #isParticipants(pin: string): Promise<boolean> {
    const hash = this.#pins.hash(pin);
    const own = await this.#queries.select().from(participants).where(eq(participants.pinHash, hash));
    return own.length > 0;
  }

  #columnsOf(pin: string) {
    return {pinHash: this.#pins.hash(pin), pinEncrypted: this.#vault.seal(pin, purpose)};
  }

  async #row(name: string): Promise<Row | undefined> {
    return (await this.#queries.select().from(rooms).where(eq(rooms.name, name)))[0];
  }

  async #known(name: string): Promise<Row> {
    const row = await this.#row(name);
    if (!row) throw new GatewayError('room-unknown', {detail: name});
    return row;
  }
}

export function readRoom({name, status, language, createdAt}: Row): Room {
  return {name, status, language: language as Language, createdAt};
}
