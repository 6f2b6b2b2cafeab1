import {endedStatuses, talkingStatuses} from '@sidetone/core';
import type {Actor} from '../audit/audit.js';
import type {Calls, KnownCall} from '../calls/calls.js';
import type {CallControl} from '../calls/control.js';
import {GatewayError} from '../errors.js';

interface PhonesOptions {
  calls: Calls;
  control: CallControl;
}

/** The connections of a session, by their ids: identities of LiveKit's participants. */
export class OpenTokPhones {
  constructor(private readonly options: PhonesOptions) {}

  /** To all phones; one that has just gone keeps none of the others from them. Throws `connection-unknown` when there are none, and what kept the digits from the first when none got them. */
  async playDigits(sessionId: string, digits: string, actor: Actor): Promise<void> {
    const {calls, control} = this.options;
    const talking = (await calls.inRoom(sessionId)).filter(({status}) => talkingStatuses.has(status));
    if (!talking.length) throw new GatewayError('connection-unknown', {detail: 'no phone is connected'});
    const playing = talking.map(async ({callid}) => control.dtmf(await calls.get(callid), digits, actor));
    const played = await Promise.allSettled(playing);
    if (played.every(({status}) => status === 'rejected')) await playing[0];
  }

  /** Throws `connection-unknown` and `call-not-connected`. */
  async playDigitsTo(sessionId: string, connectionId: string, digits: string, actor: Actor): Promise<void> {
    const call = await this.#phone(sessionId, connectionId);
    if (!call) throw new GatewayError('connection-unknown');
    await this.options.control.dtmf(call, digits, actor);
  }

  /** Ends a phone's call. Throws `connection-unknown`. */
  async disconnect(sessionId: string, connectionId: string, actor: Actor): Promise<void> {
    const call = await this.#phone(sessionId, connectionId);
    if (!call) throw new GatewayError('connection-unknown');
    await this.options.control.command(call, {type: 'hang-up'}, actor);
  }

  /** The call of a connection that is there. */
  async #phone(sessionId: string, connectionId: string): Promise<KnownCall | undefined> {
    const entries = await this.options.calls.inRoom(sessionId);
    const entry = entries.find(
      ({identity, status}) => identity === connectionId && !endedStatuses.has(status),
    );
    return entry && this.options.calls.get(entry.callid);
  }
}
