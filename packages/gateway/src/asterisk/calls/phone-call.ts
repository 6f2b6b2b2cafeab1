import {setTimeout as sleep} from 'node:timers/promises';
import type {PhoneLeg} from '@sidetone/bridge';
import {begin, resume, step} from '../../ivr/ivr.js';
import {mediaOf} from '../../ivr/prompts.js';
import type {IvrEffect, IvrEvent, Step, Verdict} from '../../ivr/state.js';
import type {Lease} from '../lease/lease-store.js';
import {unlessGone} from '../ari/errors.js';
import type {CallContext} from './context.js';
import {FencedError} from './call-store.js';
import {persistently} from './persistently.js';
import type {StoredCall} from './stored-call.js';
import {visit} from './visit.js';

type Effect<T extends IvrEffect['type']> = Extract<IvrEffect, {type: T}>;

interface Owner {
  lease: Lease;
  /** Aborts when another gateway has taken over. */
  signal: AbortSignal;
  onOver(call: PhoneCall): void;
  onFenced(): void;
}

const firstReturn = 500;

/**
 * One caller, driven through the dialogue by this gateway. Events are handled one after the other: each step is
 * kept in the database before its effects are carried out, and no effect is carried out that could not be kept.
 */
export class PhoneCall {
  #call: StoredCall;
  readonly #context: CallContext;
  readonly #owner: Owner;
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #leg: PhoneLeg | undefined;

  private constructor(call: StoredCall, context: CallContext, owner: Owner) {
    this.#call = call;
    this.#context = context;
    this.#owner = owner;
    owner.signal.addEventListener('abort', () => clearTimeout(this.#timer), {once: true});
  }

  /** A new caller: answered and greeted. */
  static start(call: Omit<StoredCall, 'state' | 'revision'>, context: CallContext, owner: Owner): PhoneCall {
    const first = begin(context.languagesOf(call.called), context.moment());
    const started = new PhoneCall({...call, state: first.state, revision: 0}, context, owner);
    started.#enqueue(() => started.#open(first));
    return started;
  }

  /** A caller that another gateway has brought so far. */
  static adopt(call: StoredCall, context: CallContext, owner: Owner): PhoneCall {
    const adopted = new PhoneCall(call, context, owner);
    adopted.#enqueue(() => adopted.#goOn());
    return adopted;
  }

  get id(): string {
    return this.#call.id;
  }

  get channelId(): string {
    return this.#call.channelId;
  }

  /** Digits carry Asterisk's time of them: one that comes twice counts once. */
  handle(event: IvrEvent, timestamp?: string): void {
    this.#enqueue(() => this.#handle(event, timestamp));
  }

  /** Resolves when what was handed over so far is done. */
  settled(): Promise<void> {
    return this.#work;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#failed(error));
  }

  #failed(error: unknown): void {
    if (this.#owner.signal.aborted) return;
    if (error instanceof FencedError) return this.#owner.onFenced();
    this.#context.log.error({err: error, call: this.id}, 'a call could not be served');
  }

  async #open(first: Step): Promise<void> {
    await this.#persist(() => this.#context.store.add(this.#call, this.#owner.lease));
    await this.#context.ari.answer(this.channelId);
    await this.#carryOut(first.effects);
  }

  async #goOn(): Promise<void> {
    const {state} = this.#call;
    this.#watchTheClock();
    for (const effect of resume(state)) await this.#perform(effect);
    if (!state.playing) return;
    const playback = await this.#context.ari.playback(this.#playbackId(state.playing));
    if (!playback) this.handle({type: 'played', playback: state.playing});
  }

  async #handle(event: IvrEvent, timestamp = ''): Promise<void> {
    const {heardUntil, state} = this.#call;
    if (this.#owner.signal.aborted || (timestamp && timestamp <= heardUntil)) return;
    const next = step(state, event, this.#context.moment());
    // A timer may be a millisecond early.
    if (next.state === state && !next.effects.length) return this.#watchTheClock();
    const changed = {
      ...this.#call,
      state: next.state,
      ...(timestamp && {heardUntil: timestamp}),
    };
    const revision = await this.#persist(() => this.#context.store.save(changed, this.#owner.lease));
    this.#call = {...changed, revision};
    await this.#carryOut(next.effects);
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    return persistently(work, this.#owner.signal);
  }

  async #carryOut(effects: readonly IvrEffect[]): Promise<void> {
    this.#watchTheClock();
    for (const effect of effects) await this.#perform(effect);
    if (this.#call.state.place === 'over') this.#owner.onOver(this);
  }

  #watchTheClock(): void {
    clearTimeout(this.#timer);
    const {deadline} = this.#call.state;
    if (deadline === undefined || this.#owner.signal.aborted) return;
    const due = Math.max(1, deadline - this.#context.moment().now);
    this.#timer = setTimeout(() => this.handle({type: 'time'}), due);
  }

  /** An effect on a caller who has hung up meanwhile is nothing: Asterisk's event about it is on its way. */
  async #perform(effect: IvrEffect): Promise<void> {
    const {ari} = this.#context;
    switch (effect.type) {
      case 'play':
        return void (await unlessGone(this.#play(effect)));
      case 'stop':
        return ari.stopPlayback(this.#playbackId(effect.playback));
      case 'hang-up':
        return ari.hangup(this.channelId);
      case 'leave':
        return void (await this.#leg?.leave());
      // These take longer than the caller's next key.
      case 'check':
        return void this.#check(effect);
      case 'join':
        return void this.#join(effect);
    }
  }

  #play({playback, spoken}: Effect<'play'>): Promise<void> {
    const media = spoken.map((one) => mediaOf(this.#context.prompts, one));
    return this.#context.ari.play(this.channelId, {playbackId: this.#playbackId(playback), media});
  }

  async #check({pin}: Effect<'check'>): Promise<void> {
    this.handle({type: 'verdict', verdict: await this.#verdict(pin)});
  }

  async #verdict(pin: string): Promise<Verdict> {
    const {caller, trunk, id: callId} = this.#call;
    try {
      const result = await this.#persist(() => this.#context.pins.resolve(pin, {caller, trunk, callId}));
      switch (result.outcome) {
        case 'room':
          return {kind: 'room', room: result.room.name};
        case 'wrong':
          return {kind: 'wrong', attemptsLeft: result.attemptsLeft, delay: result.delayMs};
        case 'locked':
          return {kind: 'locked'};
      }
    } catch (error) {
      this.#failed(error);
      return {kind: 'failed'};
    }
  }

  async #join({room}: Effect<'join'>): Promise<void> {
    const {returns} = this.#call.state;
    const {signal} = this.#owner;
    try {
      if (returns) await sleep(firstReturn * 2 ** (returns - 1), undefined, {signal});
      const {bridge, asterisk, nameOf} = this.#context;
      const onLeft = (reason: 'ended' | 'removed' | 'lost') => {
        this.#leg = undefined;
        this.handle({type: 'left', reason});
      };
      const call = this.#call;
      if (call.state.place === 'over') return;
      this.#leg = await visit({call, room, bridge, asterisk, name: nameOf(call), onLeft});
      this.handle({type: 'joined'});
      if (this.#call.state.place === 'over') await this.#leg.leave();
    } catch (error) {
      this.#failed(error);
      this.handle({type: 'left', reason: 'lost'});
    }
  }

  #playbackId(playback: number): string {
    return `${this.id}.${playback}`;
  }
}

/** Which call a playback is of, and which of its playbacks. */
export function readPlaybackId(id: string): {callId: string; playback: number} | undefined {
  const [, callId, playback] = /^(.+)\.(\d+)$/.exec(id) ?? [];
  return callId === undefined ? undefined : {callId, playback: Number(playback)};
}
