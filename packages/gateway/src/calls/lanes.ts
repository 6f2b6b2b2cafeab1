import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import {eq, ne} from 'drizzle-orm';
import {lanePrefix} from '../asterisk/lane.js';
import type {Queries} from '../database/database.js';
import {calls, rooms} from '../database/schema.js';
import {deriveKeys} from '../secrets/keys.js';
import type {Services} from '../services.js';

/** Within so many seconds a lane is taken. */
const life = 60;

/** A way into a room for one call that is transferred there. */
export interface Lane {
  /** The name that the call is transferred to. */
  target: string;
  /** The id of the call that it will be. */
  callid: string;
}

/**
 * Lanes: extensions that one call can be transferred to, and is in a room then. Nothing is kept of them: an extension is until when
 * it is good, which room it leads to, a number used once, and a keyed hash of these.
 */
export class Lanes {
  constructor(
    private readonly queries: Queries,
    private readonly key: Uint8Array,
    private readonly clock: () => number,
  ) {}

  static from({settings, database, clock}: Pick<Services, 'settings' | 'database' | 'clock'>): Lanes {
    return new Lanes(database.queries, deriveKeys(settings).session, clock);
  }

  open(room: string): Lane {
    const until = Math.ceil(this.clock() / 1000) + life;
    const plain = until.toString(16).padStart(8, '0') + this.#roomKey(room) + randomBytes(4).toString('hex');
    const token = plain + this.#hash('lane', plain, 12);
    return {target: lanePrefix + token, callid: this.#callId(token)};
  }

  /** Where an extension leads to; undefined when it is none of ours, is too old, or has been used. */
  async take(extension: string): Promise<{room: string; callid: string} | undefined> {
    const token = extension.slice(lanePrefix.length);
    const [, until = '', roomKey = '', hash = ''] =
      /^([0-9a-f]{8})([0-9a-f]{16})[0-9a-f]{8}([0-9a-f]{24})$/.exec(token) ?? [];
    const expected = this.#hash('lane', token.slice(0, -hash.length || undefined), 12);
    if (!hash || !timingSafeEqual(Buffer.from(hash), Buffer.from(expected))) return undefined;
    if (parseInt(until, 16) * 1000 < this.clock()) return undefined;
    const callid = this.#callId(token);
    const [used] = await this.queries.select({id: calls.id}).from(calls).where(eq(calls.id, callid));
    if (used) return undefined;
    const open = await this.queries.select({name: rooms.name}).from(rooms).where(ne(rooms.status, 'closed'));
    const found = open.find(({name}) => this.#roomKey(name) === roomKey);
    return found && {room: found.name, callid};
  }

  #roomKey(room: string): string {
    return this.#hash('lane-room', room, 8);
  }

  #callId(token: string): string {
    return this.#hash('lane-call', token, 16);
  }

  #hash(purpose: string, text: string, bytes: number): string {
    return createHmac('sha256', this.key)
      .update(`${purpose}:${text}`)
      .digest('hex')
      .slice(0, 2 * bytes);
  }
}
