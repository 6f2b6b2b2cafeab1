import {endedStatuses, talkingStatuses} from '@sidetone/core';
import type {AsteriskReach} from '../asterisk/reach.js';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {GatewayError} from '../errors.js';
import type {Rooms} from '../rooms/rooms.js';
import type {CallEntry} from './call-entry.js';
import type {Calls, KnownCall} from './calls.js';
import type {CallCommand, CallCommands} from './commands.js';

interface ControlOptions {
  queries: Queries;
  calls: Calls;
  commands: CallCommands;
  rooms: Rooms;
  reach: AsteriskReach;
}

/** Acts on calls for people, at any gateway. Each resolves with the call as it is when it has happened. */
export class CallControl {
  constructor(private readonly options: ControlOptions) {}

  /** Digits for this phone alone. They are kept nowhere: they may be a PIN. Throws `call-not-connected`. */
  async dtmf(call: KnownCall, digits: string, actor: Actor): Promise<CallEntry> {
    if (!talkingStatuses.has(call.entry.status)) throw new GatewayError('call-not-connected');
    const {reach} = this.options;
    await reach.dtmf(call.asteriskId, call.channelId, digits);
    await this.#record(call, actor, 'dtmf', {count: digits.length});
    return call.entry;
  }

  /** Throws `call-not-connected` or `unavailable`, as the others do. */
  async command(call: KnownCall, command: CallCommand, actor: Actor): Promise<CallEntry> {
    const {calls, commands, rooms} = this.options;
    if (command.type === 'move') await rooms.get(command.room);
    await this.#record(call, actor, command.type, {...command});
    await commands.carryOut(call, command);
    await commands.until(call, async () => hasHappened(command, (await calls.get(call.id)).entry));
    return (await calls.get(call.id)).entry;
  }

  /** One that is over stays as it is. */
  async hangUp(call: KnownCall, actor: Actor): Promise<CallEntry> {
    if (call.entry.endedAt !== undefined) return call.entry;
    return this.command(call, {type: 'hang-up'}, actor);
  }

  #record({id}: KnownCall, actor: Actor, what: string, details: Record<string, unknown>): Promise<void> {
    return record(this.options.queries, {actor, action: `call.${what}`, subject: `call:${id}`, details});
  }
}

/** What the command's own end does not tell: that the phone is gone, or in its new room. */
function hasHappened(command: CallCommand, {status, room}: CallEntry): boolean {
  const over = endedStatuses.has(status);
  if (command.type === 'hang-up') return over;
  if (command.type === 'move') return over || (room === command.room && talkingStatuses.has(status));
  return true;
}
