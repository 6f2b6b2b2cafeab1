import {randomUUID} from 'node:crypto';
import type {MediaDirection} from '@sidetone/core';
import type {FarCallOptions} from '@sidetone/core/testing';
import {audioDirection} from '../../../packages/core/src/index.js';
import type {SipMessage, Stack} from '../../../packages/stack/src/index.js';
import {callState, type CallState} from './call-state.js';
import {echo, FarHalves} from './far-halves.js';

/** A request as Asterisk received it, ready to be sent to a page. */
export interface RequestRecord {
  method: string;
  uri: string;
  headers: Record<string, string>;
  body: string;
}

/** The far side of the engine contract in Asterisk: each call is known by its Call-ID. A page asks by {@link farEndCommand}. */
export class AsteriskControl {
  readonly #stack: Stack;
  readonly #halves: FarHalves;
  /** The channels of calls that the far side makes. */
  #made = new Map<string, string>();

  constructor(stack: Stack) {
    this.#stack = stack;
    this.#halves = new FarHalves(stack);
  }

  /** Calls alice; resolves once the INVITE is sent. */
  async call({from = {user: 'echo'}, headers = []}: FarCallOptions): Promise<string> {
    const {ari, sip} = this.#stack;
    const channelId = randomUUID();
    const mark = 'X-Contract-Call';
    const variables = Object.fromEntries(
      [...headers, [mark, channelId] as const].map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value]),
    );
    const name = (from.displayName ?? '').replace(/["\\]/g, '\\$&');
    const query = {
      endpoint: 'PJSIP/alice',
      channelId,
      callerId: `"${name}" <${from.user}>`,
      context: 'phones',
      extension: '600',
      priority: 1,
    };
    await ari.request('POST', '/channels', query, {variables});
    const {callId} = await sip.waitFor(
      ({direction, status, header}) => direction === 'out' && !status && header(mark) === channelId,
    );
    this.#made.set(callId, channelId);
    return callId;
  }

  /** The calls that phones made, newest last. */
  async calls(): Promise<string[]> {
    const {ari} = this.#stack;
    const order = ({name}: {name: string}) => name.slice(name.lastIndexOf('-'));
    const channels = (await ari.channels())
      .filter(({name}) => name.startsWith('PJSIP/'))
      .sort((one, other) => order(one).localeCompare(order(other)));
    const callIds = await Promise.all(channels.map(({id}) => this.#callIdOf(id)));
    return callIds.filter((callId) => !this.#made.has(callId));
  }

  /** Resolves when the call is there; for `ended` with its status. Rejects when it ends instead. */
  async reached(callId: string, step: keyof CallState): Promise<number> {
    const {sip} = this.#stack;
    const state = () => callState(sip.messages({callId}));
    const there = () => (step === 'ended' ? state().ended !== undefined : state()[step]);
    await sip.waitFor(() => there() || state().ended !== undefined, {what: `call that is ${step}`});
    if (!there()) throw new Error(`The call ended before it was ${step}.`);
    return state().ended ?? 0;
  }

  async direction(callId: string, after: string): Promise<MediaDirection> {
    await this.#passed(after);
    const described = this.#messages(callId).findLast(
      ({direction, body}) => direction === 'in' && /^v=0/.test(body),
    );
    return audioDirection(described?.body ?? '');
  }

  async digits(callId: string): Promise<string> {
    return this.#stack.ari.digits(await this.#channelOf(callId));
  }

  /** Answers as the echo. */
  async answer(callId: string): Promise<void> {
    const {ari} = this.#stack;
    const channel = await this.#drivenChannelOf(callId);
    await ari.request('POST', `/channels/${channel}/answer`);
    await ari.request('POST', `/channels/${channel}/continue`, echo);
  }

  /** `cause` is an ISUP cause: 26 says that the call was answered elsewhere. */
  async hangup(callId: string, cause: number): Promise<void> {
    await this.#stack.ari.hangup(await this.#channelOf(callId), cause);
  }

  /** Holds, lets go, or says who it is now; resolves with the phone's answer to the re-INVITE. */
  async renegotiate(
    callId: string,
    direction: MediaDirection,
    asserted?: {uri: string; displayName: string},
  ): Promise<number> {
    const channel = await this.#stack.ari.request<{id: string; name: string}>(
      'GET',
      `/channels/${await this.#channelOf(callId)}`,
    );
    const act = () => {
      if (!asserted) return this.#halves.hold(channel.id, direction === 'sendonly');
      const user = /^sip:([^@]+)/.exec(asserted.uri)?.[1];
      return this.#stack.cli(
        `dialplan set chanvar ${channel.name} CONNECTEDLINE(all) "${asserted.displayName} <${user}>"`,
      );
    };
    return this.#answerTo(callId, /^(INVITE|UPDATE)$/, act);
  }

  /** Sends a digit; resolves with the phone's answer to the INFO. */
  async info(callId: string, dtmf: string): Promise<number> {
    const path = `/channels/${await this.#drivenChannelOf(callId)}/dtmf`;
    return this.#answerTo(callId, /^INFO$/, () => this.#stack.ari.request('POST', path, {dtmf}));
  }

  /** All that was received before the message with Call-ID `after`. */
  async requests(after: string): Promise<RequestRecord[]> {
    await this.#passed(after);
    return this.#messages()
      .filter(({direction, status, callId}) => direction === 'in' && !status && callId !== after)
      .map(({method, target, body, header}) => ({
        method,
        uri: target,
        headers: Object.fromEntries(reportedHeaders.map((name) => [name, header(name) ?? ''])),
        body,
      }));
  }

  async reset(): Promise<void> {
    const {ari, sip} = this.#stack;
    const channels = await ari.channels();
    await Promise.all(channels.map(({id}) => ari.hangup(id).catch(() => undefined)));
    const gone = ({id}: {id: string}) =>
      ari.waitFor(({type, channel}) => type === 'ChannelDestroyed' && channel?.id === id);
    await Promise.all(channels.map(gone));
    this.#made.clear();
    sip.clear();
    ari.clear();
  }

  /** Asterisk reports messages in order, by UDP: what came before this one is here once it is. */
  async #passed(callId: string): Promise<void> {
    await this.#stack.sip.waitFor((message) => message.callId === callId && message.direction === 'in');
  }

  #messages(callId?: string): readonly SipMessage[] {
    return this.#stack.sip.messages(callId === undefined ? {} : {callId});
  }

  /** Does something that makes Asterisk send such a request; resolves with the phone's final status. */
  async #answerTo(callId: string, method: RegExp, act: () => Promise<unknown>): Promise<number> {
    const {sip} = this.#stack;
    const before = new Set(this.#messages(callId));
    const done = sip.waitFor(
      (message) =>
        message.callId === callId &&
        !before.has(message) &&
        message.direction === 'in' &&
        message.status >= 200 &&
        method.test(message.method),
      {what: `answer to ${method.source}`},
    );
    await Promise.all([act(), done]);
    return (await done).status;
  }

  async #channelOf(callId: string): Promise<string> {
    const made = this.#made.get(callId);
    if (made) return made;
    for (const {id, name} of await this.#stack.ari.channels())
      if (name.startsWith('PJSIP/') && (await this.#callIdOf(id)) === callId) return id;
    throw new Error('Asterisk has no such call.');
  }

  /** Once a program may drive it. */
  async #drivenChannelOf(callId: string): Promise<string> {
    const id = await this.#channelOf(callId);
    await this.#stack.ari.waitFor(({type, channel}) => type === 'StasisStart' && channel?.id === id);
    return id;
  }

  async #callIdOf(channelId: string): Promise<string> {
    const query = {variable: 'CHANNEL(pjsip,call-id)'};
    const path = `/channels/${channelId}/variable`;
    return (await this.#stack.ari.request<{value: string}>('GET', path, query)).value;
  }
}

/** What the contract looks at. */
const reportedHeaders = [
  'call-id',
  'contact',
  'cseq',
  'expires',
  'from',
  'refer-to',
  'replaces',
  'require',
  'session-expires',
  'to',
  'user-agent',
  'x-room',
] as const;
