import {BridgeError} from '@sidetone/bridge';
import {shortId} from '../../calls/call-entry.js';
import type {WaitingCommand} from '../../calls/commands.js';
import {isCalling} from '../../ivr/calling.js';
import {owesMedia} from '../../ivr/silence.js';
import {inRoom} from '../../ivr/in-room.js';
import {resume, step} from '../../ivr/ivr.js';
import {mediaOf} from '../../ivr/prompts.js';
import type {IvrEffect, IvrEvent, Step} from '../../ivr/state.js';
import type {Lease} from '../lease/lease-store.js';
import {outArgument} from '../application.js';
import {AriError, unlessGone} from '../ari/errors.js';
import type {CallContext} from './context.js';
import {FencedError} from './call-store.js';
import {firstStep, type Entrance} from './entrance.js';
import {KeyEcho} from './key-echo.js';
import {persistently} from './persistently.js';
import {causeOf} from './hangup-cause.js';
import {Questions} from './questions.js';
import {Seat} from './seat.js';
import {changesBy, isOfTrunk, type StoredCall} from './stored-call.js';

/** Timers of Node go no further, ms. */
const longestTimer = 2 ** 31 - 1;
/** Between two tries to hang up, ms. */
const longestPause = 5000;

type Effect<T extends IvrEffect['type']> = Extract<IvrEffect, {type: T}>;

interface Owner {
  lease: Lease;
  /** Aborts when another gateway has taken over. */
  signal: AbortSignal;
  onOver(call: PhoneCall): void;
  /** It is another channel in Asterisk from now on: it is called by another trunk. */
  onMoved(call: PhoneCall, formerChannelId: string): void;
  onFenced(): void;
}

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
  readonly #stopTheClock = () => clearTimeout(this.#timer);
  readonly #echo = new KeyEcho();
  /** What a predecessor has kept of this call's events, by Asterisk's clock: later ones are this gateway's. */
  readonly #heardBefore: string;
  readonly #seat: Seat;
  readonly #questions: Questions;
  /** One after the other: there is one leg of a call at a time. */
  #joining: Promise<void> = Promise.resolve();
  /** Commands that were taken on. */
  readonly #commands = new Set<number>();

  private constructor(call: StoredCall, context: CallContext, owner: Owner) {
    this.#call = call;
    this.#heardBefore = call.heardUntil;
    this.#context = context;
    this.#owner = owner;
    this.#seat = new Seat({
      ...context,
      call: () => this.#call,
      onLeft: (reason) => this.handle({type: 'left', reason}),
    });
    this.#questions = new Questions({
      context,
      call: () => this.#call,
      signal: owner.signal,
      onAnswer: (event) => this.handle(event),
      onFailed: (error) => this.#failed(error),
    });
    owner.signal.addEventListener('abort', this.#stopTheClock);
  }

  /** A new caller. */
  static start(
    call: Omit<StoredCall, 'state' | 'revision'>,
    context: CallContext,
    owner: Owner,
    entrance: Entrance,
  ): PhoneCall {
    const first = firstStep(entrance, context, call.called);
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

  /** Whether its silence is a sign that nobody is there: of a mapped user's phone it is none. */
  get owesMedia(): boolean {
    return isOfTrunk(this.#call) && owesMedia(this.#call.state);
  }

  /** Digits carry Asterisk's time of them: one that comes twice counts once. */
  handle(event: IvrEvent, timestamp?: string): void {
    this.#enqueue(() => this.#handle(event, timestamp));
  }

  /** Each once, however often it comes. */
  obey(waiting: WaitingCommand): void {
    if (this.#commands.has(waiting.id)) return;
    this.#commands.add(waiting.id);
    this.#enqueue(() => this.#obey(waiting));
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
    const {store, ownerOf} = this.#context;
    await this.#persist(async () => {
      const owner = await ownerOf(this.#call.trunk);
      this.#call = {...this.#call, ...(owner !== undefined && {owner})};
      await store.add(this.#call, this.#owner.lease);
    });
    await this.#carryOut(first.effects);
  }

  async #goOn(): Promise<void> {
    const {state} = this.#call;
    this.#watchTheClock();
    await this.#performAll(resume(state));
    if (!state.playing) return;
    const playback = await this.#context.ari.playback(this.#playbackId(state.playing));
    if (!playback) this.handle({type: 'played', playback: state.playing});
  }

  async #handle(event: IvrEvent, timestamp = ''): Promise<void> {
    const former = this.#call.state;
    if (this.#owner.signal.aborted) return;
    // Also one that a predecessor has kept: its echo may be new.
    if (event.type === 'digit' && this.#echo.isEcho(event.digit, Date.parse(timestamp))) return;
    if (timestamp && timestamp <= this.#heardBefore) return;
    const next = step(former, event, this.#context.moment());
    // A timer may be a millisecond early.
    if (next.state === former && !next.effects.length) return this.#watchTheClock();
    const changed = {
      ...this.#call,
      ...changesBy(event, this.#call),
      state: next.state,
      ...(timestamp && {heardUntil: timestamp}),
    };
    const revision = await this.#persist(() => this.#context.store.save(changed, former, this.#owner.lease));
    const {channelId} = this;
    this.#call = {...changed, revision};
    if (channelId !== this.channelId) this.#owner.onMoved(this, channelId);
    await this.#carryOut(next.effects);
  }

  /** What is shown has happened: the leg is muted or held first, and if that fails nothing has changed. */
  async #obey({id, command}: WaitingCommand): Promise<void> {
    const {commands} = this.#context;
    // What has no leg now gets one in a moment, or ends.
    if (command.type !== 'hang-up') await this.#joining;
    const {place} = this.#call.state;
    if (place === 'over' || (command.type !== 'hang-up' && !inRoom(this.#call.state)))
      return this.#persist(() => commands.done(id, 'call-not-connected'));
    switch (command.type) {
      case 'mute':
        await this.#seat.mute(command.what);
        await this.#handle({type: 'muted', what: command.what});
        break;
      case 'hold':
        await this.#seat.hold(command.on);
        await this.#handle({type: 'held', on: command.on});
        break;
      case 'move':
        await this.#handle({type: 'move', room: command.room});
        break;
      case 'portless':
        await this.#handle(command);
        break;
      case 'hang-up':
        await this.#handle({type: 'end'});
    }
    // Whoever has taken over does it, and says so.
    if (this.#owner.signal.aborted) return;
    await this.#persist(() => commands.done(id));
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    return persistently(work, this.#owner.signal);
  }

  async #carryOut(effects: readonly IvrEffect[]): Promise<void> {
    this.#watchTheClock();
    await this.#performAll(effects);
    if (this.#call.state.place !== 'over') return;
    this.#owner.signal.removeEventListener('abort', this.#stopTheClock);
    this.#owner.onOver(this);
  }

  #watchTheClock(): void {
    clearTimeout(this.#timer);
    const {deadline} = this.#call.state;
    if (deadline === undefined || this.#owner.signal.aborted) return;
    const due = Math.min(Math.max(1, deadline - this.#context.moment().now), longestTimer);
    this.#timer = setTimeout(() => this.handle({type: 'time'}), due);
  }

  /** One that fails keeps none of the others from happening: nobody would do them later. */
  async #performAll(effects: readonly IvrEffect[]): Promise<void> {
    for (const effect of effects) {
      if (this.#owner.signal.aborted) return;
      await this.#perform(effect).catch((error: unknown) => this.#failed(error));
    }
  }

  /** An effect on a caller who has hung up meanwhile is nothing: Asterisk's event about it is on its way. */
  async #perform(effect: IvrEffect): Promise<void> {
    const {ari} = this.#context;
    switch (effect.type) {
      case 'play':
        return void (await unlessGone(this.#play(effect)));
      case 'stop':
        return ari.stopPlayback(this.#playbackId(effect.playback));
      case 'answer':
        return void (await unlessGone(ari.answer(this.channelId)));
      case 'progress':
        return void (await unlessGone(ari.progress(this.channelId)));
      case 'dial':
        return this.#dial();
      case 'hang-up':
        return this.#hangUp();
      case 'leave':
        return this.#seat.leave();
      case 'rest':
        return this.#seat.rest(effect.on);
      case 'show':
        return this.#seat.show(effect.status);
      case 'music':
        return void (await unlessGone(ari.music(this.channelId, effect.on)));
      // These take longer than the caller's next key.
      case 'route':
        return void this.#questions.route();
      case 'choose':
        return void this.#questions.choose();
      case 'report':
        return void this.#questions.report(effect);
      case 'listen':
        return void this.#questions.listen();
      case 'look':
        return void this.#questions.look(effect);
      case 'check':
        return void this.#questions.check(effect);
      case 'appear':
        this.#joining = this.#joining.then(() => this.#reappear());
        return;
      case 'join':
        this.#joining = this.#joining.then(() => this.#join(effect));
    }
  }

  /** Until Asterisk has done it: no event would come that it failed. */
  #hangUp(): Promise<void> {
    const {ari, log} = this.#context;
    const passes = (error: unknown) => {
      const failed = error instanceof AriError && error.failed;
      if (failed) log.warn({err: error, call: this.id}, 'Asterisk did not hang up');
      return failed;
    };
    const hangUp = () => ari.hangup(this.channelId, causeOf(this.#call.state.end));
    return persistently(hangUp, this.#owner.signal, {passes, longest: longestPause});
  }

  /** Again after a take-over, what has been done already is refused. */
  async #dial(): Promise<void> {
    const {ari, asterisk} = this.#context;
    const {endpoint, callerId, unreachable, sip} = {...this.#call.dial!, ...this.#call.state.via};
    const {channelId} = this;
    const headers = sip?.headers.map(([name, value]) => [`PJSIP_HEADER(add,${name})`, value] as const) ?? [];
    const variables = Object.fromEntries(headers);
    const channel = {channelId, endpoint, application: asterisk.app, args: outArgument, callerId, variables};
    try {
      await unlessGone(ari.create(channel));
      if (this.#call.state.atOnce) await this.#appear();
      await unlessGone(ari.dial(channelId));
    } catch (error) {
      if (!(error instanceof AriError) && !(error instanceof BridgeError)) throw error;
      this.#context.log.warn({err: error, call: this.id}, 'Asterisk could not call');
      await ari.hangup(channelId).catch(() => undefined);
      this.handle({type: 'hung-up', code: unreachable});
    }
  }

  /** In the room, before anybody answers. */
  async #appear(): Promise<void> {
    const {room = ''} = this.#call.state;
    await this.#seat.take(room, {wanted: () => isCalling(this.#call.state), signal: this.#owner.signal});
  }

  /** If it cannot be, the call goes on: it is in the room when it is answered. */
  async #reappear(): Promise<void> {
    try {
      await this.#appear();
      const {place} = this.#call.state;
      if (place === 'over' || place === 'leaving') await this.#seat.leave();
    } catch (error) {
      this.#failed(error);
    }
  }

  #play({playback, spoken}: Effect<'play'>): Promise<void> {
    const media = spoken.map((one) => mediaOf(this.#context.prompts, one));
    return this.#context.ari.play(this.channelId, {playbackId: this.#playbackId(playback), media});
  }

  async #join({room}: Effect<'join'>): Promise<void> {
    const {signal} = this.#owner;
    const wanted = () => inRoom(this.#call.state) && this.#call.state.room === room;
    try {
      if (!(await this.#seat.take(room, {wanted, signal}))) return;
      const dialog = this.#call.state.dialog ?? (await this.#questions.dialog());
      this.handle({type: 'joined', room, dialog});
      if (this.#call.state.place === 'over' || this.#call.state.place === 'leaving') await this.#seat.leave();
    } catch (error) {
      this.#failed(error);
      if (wanted()) this.handle({type: 'left', reason: 'lost'});
    }
  }

  #playbackId(playback: number): string {
    return `${shortId(this.id)}.${playback}`;
  }
}

/** Which of its call's playbacks it is. */
export function playbackNumber(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
