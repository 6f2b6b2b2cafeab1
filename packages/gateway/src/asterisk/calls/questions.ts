import {nextWay} from '../../calls/sip-dial.js';
import type {IvrEffect, IvrEvent, IvrState, Verdict} from '../../ivr/state.js';
import type {Language} from '../../rooms/languages.js';
import type {Room} from '../../rooms/rooms.js';
import type {InboundRoute} from '../../routing/inbound-route.js';
import type {CallContext} from './context.js';
import {persistently} from './persistently.js';
import type {StoredCall} from './stored-call.js';

type Effect<T extends IvrEffect['type']> = Extract<IvrEffect, {type: T}>;

interface QuestionsOptions {
  context: CallContext;
  /** The call as it is now. */
  call(): StoredCall;
  /** Aborts when another gateway has taken over. */
  signal: AbortSignal;
  onAnswer(event: IvrEvent): void;
  onFailed(error: unknown): void;
}

/** What a call asks others. That takes longer than the caller's next key: answers come as events. */
export class Questions {
  readonly #options: QuestionsOptions;

  constructor(options: QuestionsOptions) {
    this.#options = options;
  }

  /** Where a call goes that a trunk has brought. */
  async route(): Promise<void> {
    const {context, call, signal, onAnswer, onFailed} = this.#options;
    const {id: callId, asteriskId, channelId, trunk, called, caller, state} = call();
    const {sipCallId = ''} = state;
    try {
      const route = await this.#persist(() =>
        context.inbound.route({callId, asteriskId, channelId, trunk, called, caller, sipCallId}, signal),
      );
      const languages = await this.#languagesAt(route);
      onAnswer({type: 'routed', route, ...(languages && {languages})});
    } catch (error) {
      onFailed(error);
      onAnswer({type: 'routed', route: {kind: 'refused', code: 503, prompt: 'failed'}});
    }
  }

  /** In which the caller is spoken to there: the number is known better now, or the room is. */
  async #languagesAt(route: InboundRoute): Promise<IvrState['languages'] | undefined> {
    const {context, call} = this.#options;
    if (route.kind === 'ivr') return context.languagesOf(route.number).languages;
    if (route.kind !== 'room') return undefined;
    const room = await this.#persist(() => context.ensureRoom(route.room, `trunk:${call().trunk}`));
    return this.#spokenIn(room).language && [room.language];
  }

  /** A room speaks its own language, unless the number has chosen one. */
  #spokenIn({language}: Pick<Room, 'language'>): {language?: Language} {
    const {context, call} = this.#options;
    return context.languagesOf(call().called).chosen ? {} : {language};
  }

  /** By which trunk a phone is called next. */
  async choose(): Promise<void> {
    const {context, call, onAnswer, onFailed} = this.#options;
    const {id, called, state, dial, application} = call();
    const {room = '', tried = []} = state;
    if (dial?.sip) {
      const {sip, callerId} = dial;
      return onAnswer({type: 'chosen', route: nextWay(id, sip, {tried, callerId})});
    }
    try {
      const route = await this.#persist(() =>
        context.outbound.choose({
          number: called,
          room,
          client: dial!.client!,
          tried,
          ...(application !== undefined && {application}),
        }),
      );
      if (route.kind === 'none') context.log.warn({call: id, why: route.detail}, 'no trunk is left');
      onAnswer({type: 'chosen', route});
    } catch (error) {
      onFailed(error);
      onAnswer({type: 'chosen', route: {kind: 'none', detail: 'it could not be found out'}});
    }
  }

  /** Tells what came of a trunk. */
  async report({trunk, failure}: Effect<'report'>): Promise<void> {
    const {context, call, onFailed} = this.#options;
    if (call().dial?.sip) return;
    try {
      await this.#persist(() => context.outbound.report(trunk, failure ?? 'worked'));
    } catch (error) {
      onFailed(error);
    }
  }

  /** Whether the trunk has answered the INVITE at all. */
  async listen(): Promise<void> {
    const {context, call, onAnswer} = this.#options;
    const {channelId} = call();
    const dialog = await this.dialog();
    if (dialog && context.isSilent(dialog) && channelId === call().channelId) onAnswer({type: 'silent'});
  }

  /** The Call-ID of its dialog; empty when it has none. */
  dialog(): Promise<string> {
    const {context, call} = this.#options;
    return context.ari.variable(call().channelId, 'CHANNEL(pjsip,call-id)').catch(() => '');
  }

  /** Whether a room can be entered by now. */
  async look({room}: Effect<'look'>): Promise<void> {
    const {context, onAnswer, onFailed} = this.#options;
    try {
      const status = await this.#persist(() => context.statusOf(room));
      const verdict: Verdict =
        status === 'closed' ? {kind: 'ended'} : {kind: status === 'open' ? 'room' : 'waiting', room};
      onAnswer({type: 'verdict', verdict});
    } catch (error) {
      onFailed(error);
    }
  }

  /** Where a PIN leads. */
  async check({pin}: Effect<'check'>): Promise<void> {
    this.#options.onAnswer({type: 'verdict', verdict: await this.#verdict(pin)});
  }

  async #verdict(pin: string): Promise<Verdict> {
    const {context, call, onFailed} = this.#options;
    const {caller, trunk, id: callId} = call();
    try {
      const result = await this.#persist(() => context.pins.resolve(pin, {caller, trunk, callId}));
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
      onFailed(error);
      return {kind: 'failed'};
    }
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    return persistently(work, this.#options.signal);
  }
}
