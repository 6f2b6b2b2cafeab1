import {randomUUID} from 'node:crypto';
import type {CallStore} from '../asterisk/calls/call-store.js';
import {firstLive} from '../asterisk/lease/first-live.js';
import type {AsteriskReach} from '../asterisk/reach.js';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {GatewayError} from '../errors.js';
import {beginCalling} from '../ivr/calling.js';
import type {Room, Rooms} from '../rooms/rooms.js';
import type {Settings} from '../settings/table.js';
import type {ClientInfo} from '../trunks/outbound-route.js';
import type {CallEntry} from './call-entry.js';
import type {Calls} from './calls.js';
import {callerNumber, printable} from './caller-number.js';
import type {Target} from './targets.js';

interface DialOutOptions {
  settings: Settings;
  queries: Queries;
  rooms: Rooms;
  calls: Calls;
  store: CallStore;
  reach: AsteriskReach;
  /** Whether this gateway is going down. */
  lifecycle: {readonly draining: boolean};
  /** ms since 1970. */
  clock: () => number;
}

/** A phone that is wanted in a room. */
export interface Wanted {
  room: string;
  target: Target;
  /** What the room reads. */
  name?: string;
  /** The caller's own id of the call. */
  callid?: string;
  /** The conference user whose call it is. */
  owner?: string;
  endsWithOwner?: boolean;
  /** The application that asks for it, or from which whoever asks has come. */
  application?: string;
  /** Of those who use the dial API: whose call it is. */
  project?: string;
  /** In the room at once, before anybody answers; and what everybody there reads. */
  atOnce?: {metadata?: string; trackName: string};
  /** Who calls, as a trunk is chosen by and its caller ID is made of; left out, the owner. */
  client?: ClientInfo;
}

/** Calls phones into rooms. The call stands in the database at once; the gateway that holds the Asterisk carries it out. */
export class DialOut {
  constructor(private readonly options: DialOutOptions) {}

  /** Resolves with the call, `accepted`, and whether it is a new one. Throws `room-unknown`, `call-exists`, `asterisk-missing` or, while the gateway goes down, `unavailable`. */
  async call(wanted: Wanted, actor: Actor): Promise<{entry: CallEntry; created: boolean}> {
    const {rooms, store, calls, reach, queries, lifecycle} = this.options;
    if (lifecycle.draining) throw new GatewayError('unavailable');
    const room = await rooms.get(wanted.room);
    const asteriskId = await this.#asterisk();
    const id = wanted.callid ?? randomUUID();
    const {endsWithOwner = false, project} = wanted;
    const placed = await store.place(this.#stored(id, asteriskId, room, wanted), {
      endsWithOwner,
      ...(project !== undefined && {project}),
    });
    if (!placed) return {entry: await this.#same(id, wanted), created: false};
    const details = {room: room.name, by: wanted.target.user?.trunk ?? 'trunk'};
    await record(queries, {actor, action: 'call.dial', subject: `call:${id}`, details});
    // If it is lost, the call is found a moment later.
    await reach.nudge(asteriskId, id).catch(() => undefined);
    return {entry: (await calls.get(id)).entry, created: true};
  }

  #stored(
    id: string,
    asteriskId: string,
    {name: room, language}: Room,
    {target, name, owner, application, client, atOnce}: Wanted,
  ) {
    const {user, called, unreachable, sip} = target;
    const {settings, clock} = this.options;
    const caller = callerNumber(settings);
    return {
      id,
      asteriskId,
      channelId: `sidetone-out-${randomUUID()}`,
      trunk: user?.trunk ?? '',
      caller,
      called,
      name: name ?? target.name,
      ...(owner !== undefined && {owner}),
      ...(application !== undefined && {application}),
      dial: {
        endpoint: user?.endpoint ?? '',
        callerId: sip
          ? {number: sip.from?.user ?? caller, name: ''}
          : {number: caller, name: printable(room)},
        unreachable,
        ...(sip && {sip}),
        ...(atOnce && {leg: atOnce}),
        ...(!user &&
          !sip && {client: client ?? {id: owner ?? id, ...(owner !== undefined && {userId: owner})}}),
      },
      state: beginCalling(
        {room, language, byTrunk: !user && !sip, negotiates: Boolean(sip), atOnce: Boolean(atOnce)},
        clock(),
      ),
      heardUntil: '',
      revision: 0,
    };
  }

  /** A request that came twice. */
  async #same(id: string, {room, target}: Wanted): Promise<CallEntry> {
    const {entry} = await this.options.calls.get(id);
    if (entry.direction !== 'outgoing' || entry.room !== room || entry.number !== target.called)
      throw new GatewayError('call-exists', {detail: id});
    return entry;
  }

  /** Where users are registered, and registered elsewhere: see `firstLive`. When none is looked after, somebody may be in a moment. */
  async #asterisk(): Promise<string> {
    const {settings, queries} = this.options;
    const id = (await firstLive(queries, settings.ASTERISK)) ?? settings.ASTERISK[0]?.id;
    if (id === undefined) throw new GatewayError('asterisk-missing');
    return id;
  }
}
