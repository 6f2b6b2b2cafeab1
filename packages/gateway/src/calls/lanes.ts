import {createHmac, randomBytes, timingSafeEqual} from 'node:crypto';
import {eq, ne} from 'drizzle-orm';
import {lanePrefix} from '../asterisk/lane.js';
import type {Queries} from '../database/database.js';
import {calls, rooms} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {Logger} from '../log/logger.js';
import {within} from '../within.js';

/** Within so many seconds a lane is taken. */
const life = 60;

/** So long a lane may wait for its place in the room, ms. The call goes on meanwhile; transferred sooner, it would be silent. */
const patience = 8000;

/** A way into a room for one call that is transferred there. */
export interface Lane {
  /** The name that the call is transferred to. */
  target: string;
  /** The id of the call that it will be. */
  callid: string;
}

interface LanesOptions {
  queries: Queries;
  key: Uint8Array;
  clock: () => number;
  log: Logger;
}

/**
 * Lanes: extensions that one call can be transferred to, and is in a room then. Nothing is kept of them: an extension is until when
 * it is good, which room it leads to, a number used once, and a keyed hash of these.
 */
export class Lanes {
  /** Makes ready what the call needs at its other end. */
  onOpen: (lane: Lane, room: string) => Promise<void> = () => Promise.resolve();
  readonly #queries: Queries;
  readonly #key: Uint8Array;
  readonly #clock: () => number;
  readonly #log: Logger;

  constructor({queries, key, clock, log}: LanesOptions) {
    this.#queries = queries;
    this.#key = key;
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves when the room is ready for the call. Rejects with `unavailable`: a call that went there now could be lost. */
  async open(room: string): Promise<Lane> {
    const lane = this.#make(room);
    try {
      await within(patience, this.onOpen(lane, room));
    } catch (error) {
      this.#log.warn({err: error, call: lane.callid}, 'no place in the room could be made ready for a call');
      throw new GatewayError('unavailable', {cause: error});
    }
    return lane;
  }

  #make(room: string): Lane {
    const until = Math.ceil(this.#clock() / 1000) + life;
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
    if (parseInt(until, 16) * 1000 < this.#clock()) return undefined;
    const callid = this.#callId(token);
    const [used] = await this.#queries.select({id: calls.id}).from(calls).where(eq(calls.id, callid));
    if (used) return undefined;
    const open = await this.#queries.select({name: rooms.name}).from(rooms).where(ne(rooms.status, 'closed'));
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
    return createHmac('sha256', this.#key)
      .update(`${purpose}:${text}`)
      .digest('hex')
      .slice(0, 2 * bytes);
  }
}
