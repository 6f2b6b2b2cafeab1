import {randomUUID} from 'node:crypto';
import {BridgeError} from '@sidetone/bridge';
import {shortId} from '../../calls/call-entry.js';
import {nextWay} from '../../calls/sip-dial.js';
import type {WaitingCommand} from '../../calls/commands.js';
import {isCalling} from '../../ivr/calling.js';
import {beginInRoom, inRoom} from '../../ivr/in-room.js';
import {beginArriving} from '../../ivr/arriving.js';
import {begin, blank} from '../../ivr/beginning.js';
import {after} from '../../ivr/steps.js';
import {resume, step} from '../../ivr/ivr.js';
import {mediaOf} from '../../ivr/prompts.js';
import type {IvrEffect, IvrEvent, IvrState, Step, Verdict} from '../../ivr/state.js';
import type {Language} from '../../rooms/languages.js';
import type {Room} from '../../rooms/rooms.js';
import type {InboundRoute} from '../../routing/inbound-route.js';
import type {Lease} from '../lease/lease-store.js';
import {outArgument} from '../application.js';
import {AriError, unlessGone} from '../ari/errors.js';
import type {CallContext} from './context.js';
import {FencedError} from './call-store.js';
import {persistently} from './persistently.js';
import {causeOf} from './hangup-cause.js';
import {Seat} from './seat.js';
import type {StoredCall} from './stored-call.js';

/** Timers of Node go no further, ms. */
const longestTimer = 2 ** 31 - 1;

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

/** How a caller comes in: to type a PIN, into a room that somebody brings them into, or by a trunk, which is asked about. */
export type Entrance = {to: 'ivr'} | {to: 'room'; room: string} | {to: 'route'; sipCallId: string};

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
  readonly #seat: Seat;
  /** One after the other: there is one leg of a call at a time. */
  #joining: Promise<void> = Promise.resolve();
  /** Commands that were taken on. */
  readonly #commands = new Set<number>();

  private constructor(call: StoredCall, context: CallContext, owner: Owner) {
    this.#call = call;
    this.#context = context;
    this.#owner = owner;
    this.#seat = new Seat({
      ...context,
      call: () => this.#call,
      onLeft: (reason) => this.handle({type: 'left', reason}),
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
    for (const effect of resume(state)) await this.#perform(effect);
    if (!state.playing) return;
    const playback = await this.#context.ari.playback(this.#playbackId(state.playing));
    if (!playback) this.handle({type: 'played', playback: state.playing});
  }

  async #handle(event: IvrEvent, timestamp = ''): Promise<void> {
    const {heardUntil, state: former} = this.#call;
    if (this.#owner.signal.aborted || (timestamp && timestamp <= heardUntil)) return;
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
    for (const effect of effects) await this.#perform(effect);
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
        return ari.hangup(this.channelId, causeOf(this.#call.state.end));
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
        return void this.#route();
      case 'choose':
        return void this.#choose();
      case 'report':
        return void this.#report(effect);
      case 'listen':
        return void this.#listen();
      case 'look':
        return void this.#look(effect);
      case 'check':
        return void this.#check(effect);
      case 'appear':
        this.#joining = this.#joining.then(() => this.#reappear());
        return;
      case 'join':
        this.#joining = this.#joining.then(() => this.#join(effect));
    }
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

  async #route(): Promise<void> {
    const {asteriskId, channelId, trunk, called, caller, state} = this.#call;
    const {inbound} = this.#context;
    const {sipCallId = ''} = state;
    const {signal} = this.#owner;
    try {
      const route = await this.#persist(() =>
        inbound.route({callId: this.id, asteriskId, channelId, trunk, called, caller, sipCallId}, signal),
      );
      const languages = await this.#languagesAt(route);
      this.handle({type: 'routed', route, ...(languages && {languages})});
    } catch (error) {
      this.#failed(error);
      this.handle({type: 'routed', route: {kind: 'refused', code: 503, prompt: 'failed'}});
    }
  }

  /** In which the caller is spoken to there: the number is known better now, or the room is. */
  async #languagesAt(route: InboundRoute): Promise<IvrState['languages'] | undefined> {
    const {languagesOf, ensureRoom} = this.#context;
    if (route.kind === 'ivr') return languagesOf(route.number).languages;
    if (route.kind !== 'room') return undefined;
    const room = await this.#persist(() => ensureRoom(route.room, `trunk:${this.#call.trunk}`));
    return this.#spokenIn(room).language && [room.language];
  }

  /** A room speaks its own language, unless the number has chosen one. */
  #spokenIn({language}: Pick<Room, 'language'>): {language?: Language} {
    return this.#context.languagesOf(this.#call.called).chosen ? {} : {language};
  }

  async #choose(): Promise<void> {
    const {called, state, dial} = this.#call;
    const {room = '', tried = []} = state;
    if (dial?.sip) {
      const {sip, callerId} = dial;
      return this.handle({type: 'chosen', route: nextWay(this.id, sip, {tried, callerId})});
    }
    try {
      const route = await this.#persist(() =>
        this.#context.outbound.choose({number: called, room, client: dial!.client!, tried}),
      );
      if (route.kind === 'none')
        this.#context.log.warn({call: this.id, why: route.detail}, 'no trunk is left');
      this.handle({type: 'chosen', route});
    } catch (error) {
      this.#failed(error);
      this.handle({type: 'chosen', route: {kind: 'none', detail: 'it could not be found out'}});
    }
  }

  async #listen(): Promise<void> {
    const {isSilent} = this.#context;
    const {channelId} = this;
    const sipCallId = await this.#sipCallId();
    if (sipCallId && isSilent(sipCallId) && channelId === this.channelId) this.handle({type: 'silent'});
  }

  /** Of its dialog; empty when it has none. */
  #sipCallId(): Promise<string> {
    return this.#context.ari.variable(this.channelId, 'CHANNEL(pjsip,call-id)').catch(() => '');
  }

  async #report({trunk, failure}: Effect<'report'>): Promise<void> {
    if (this.#call.dial?.sip) return;
    try {
      await this.#persist(() => this.#context.outbound.report(trunk, failure ?? 'worked'));
    } catch (error) {
      this.#failed(error);
    }
  }

  #play({playback, spoken}: Effect<'play'>): Promise<void> {
    const media = spoken.map((one) => mediaOf(this.#context.prompts, one));
    return this.#context.ari.play(this.channelId, {playbackId: this.#playbackId(playback), media});
  }

  async #check({pin}: Effect<'check'>): Promise<void> {
    this.handle({type: 'verdict', verdict: await this.#verdict(pin)});
  }

  async #look({room}: Effect<'look'>): Promise<void> {
    try {
      const status = await this.#persist(() => this.#context.statusOf(room));
      const verdict: Verdict =
        status === 'closed' ? {kind: 'ended'} : {kind: status === 'open' ? 'room' : 'waiting', room};
      this.handle({type: 'verdict', verdict});
    } catch (error) {
      this.#failed(error);
    }
  }

  async #verdict(pin: string): Promise<Verdict> {
    const {caller, trunk, id: callId} = this.#call;
    try {
      const result = await this.#persist(() => this.#context.pins.resolve(pin, {caller, trunk, callId}));
      switch (result.outcome) {
        case 'room':
        case 'waiting':
          return {
            kind: result.outcome,
            room: result.room.name,
            ...this.#spokenIn(result.room),
            ...(result.holder && {holder: result.holder}),
          };
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
    const {signal} = this.#owner;
    const wanted = () => inRoom(this.#call.state) && this.#call.state.room === room;
    try {
      if (!(await this.#seat.take(room, {wanted, signal}))) return;
      const dialog = this.#call.state.dialog ?? (await this.#sipCallId());
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

function firstStep(entrance: Entrance, context: CallContext, called: string): Step {
  const {languages} = context.languagesOf(called);
  const moment = context.moment();
  switch (entrance.to) {
    case 'route':
      return beginArriving(languages, entrance.sipCallId, moment);
    case 'ivr':
      return answering(begin(languages, moment));
    case 'room':
      return answering(beginInRoom(blank(languages, moment), entrance.room));
  }
}

const answering = (first: Step): Step => after([{type: 'answer'}], first);

/** What an event changes of the call besides its state: by which trunk it goes, each try a channel of its own, or whose call it is. */
function changesBy(event: IvrEvent, {state, channelId}: StoredCall): Partial<StoredCall> {
  if (event.type === 'chosen' && event.route.kind === 'trunk' && !state.via) {
    const {trunk, callerId} = event.route;
    const again = state.tried?.length ? `sidetone-out-${randomUUID()}` : channelId;
    return {trunk, caller: callerId.number, channelId: again};
  }
  if (event.type === 'verdict' && 'holder' in event.verdict) return {...event.verdict.holder};
  if (event.type === 'routed' && event.route.kind === 'room' && event.route.user !== undefined)
    return {owner: event.route.user};
  return {};
}

/** Which of its call's playbacks it is. */
export function playbackNumber(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
