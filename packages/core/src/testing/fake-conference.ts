import type {Call} from '../call.js';
import type {
  BringInVia,
  BroughtInCall,
  Conference,
  ConferenceState,
  DialOutOptions,
} from '../conference/conference.js';
import {
  ConferenceChangeEvent,
  LegsEvent,
  LevelsEvent,
  ParticipantDigitEvent,
  ParticipantsEvent,
  type ConferenceEvents,
} from '../conference/events.js';
import type {Participant} from '../conference/participant.js';
import {SidetoneError} from '../errors.js';
import {typedEventTarget} from '../typed-events.js';
import {FakeLeg} from './fake-leg.js';
import {fakeParticipant} from './fake-participant.js';

type Facts = Partial<{-readonly [Name in keyof Conference]: Conference[Name]}>;

/**
 * A conference without a server, for tests of what shows one: the test says who comes and goes. What is asked of it stands in
 * `requests`, and comes true unless `failure` is set; with `gate` set it waits for that.
 */
export class FakeConference extends typedEventTarget<ConferenceEvents>() implements Conference {
  state: ConferenceState = 'idle';
  error: SidetoneError | undefined;
  room = 'standup';
  local: Participant | undefined;
  participants: readonly Participant[] = [];
  legs: readonly FakeLeg[] = [];
  broughtIn: readonly BroughtInCall[] = [];
  muted = false;
  held = false;
  ownPhone: Participant | undefined;
  canDialOut = true;
  playback: 'allowed' | 'blocked' = 'allowed';
  /** `join`, `mute true`, `dialOut +41446681800`, `bringIn page` … in order. */
  readonly requests: string[] = [];
  failure: SidetoneError | undefined;
  gate: Promise<void> | undefined;

  /** It is so from now on. */
  set(facts: Facts): void {
    Object.assign(this, facts);
    this.#changed();
  }

  /** Somebody comes, or is shown differently. Returns them. */
  show(given: Partial<Participant> & Pick<Participant, 'id'>): Participant {
    const former = this.participants.find(({id}) => id === given.id);
    const participant = fakeParticipant({...former, ...given});
    this.participants = former
      ? this.participants.map((one) => (one === former ? participant : one))
      : [...this.participants, participant];
    this.dispatchEvent(new ParticipantsEvent(participant, former ? 'changed' : 'joined'));
    return participant;
  }

  /** Somebody goes. */
  drop(id: string): void {
    const gone = this.participants.find((one) => one.id === id);
    if (!gone) return;
    this.participants = this.participants.filter((one) => one !== gone);
    this.dispatchEvent(new ParticipantsEvent(gone, 'left'));
  }

  /** So loud are these now. */
  levels(levels: Readonly<Record<string, number>>): void {
    this.participants = this.participants.map((one) => {
      const level = levels[one.id];
      return level === undefined ? one : {...one, level, speaking: level > 0};
    });
    this.dispatchEvent(new LevelsEvent());
  }

  /** A phone of the room; later changes by its `set`. */
  addLeg(leg: FakeLeg): FakeLeg {
    this.legs = [...this.legs, leg];
    leg.addEventListener('change', () => this.dispatchEvent(new LegsEvent(leg, 'changed')));
    this.dispatchEvent(new LegsEvent(leg, 'added'));
    return leg;
  }

  removeLeg(leg: FakeLeg): void {
    this.legs = this.legs.filter((one) => one !== leg);
    this.dispatchEvent(new LegsEvent(leg, 'removed'));
  }

  /** Somebody on a phone pressed a key. */
  press(id: string, digit: string): void {
    const participant = this.participants.find((one) => one.id === id);
    if (participant) this.dispatchEvent(new ParticipantDigitEvent(participant, digit));
  }

  async join(): Promise<void> {
    this.set({state: 'joining', error: undefined});
    try {
      await this.#ask('join');
    } catch (error) {
      this.set({state: 'failed', error: SidetoneError.from(error, 'room-unreachable')});
      throw error;
    }
    this.set({state: 'joined', local: fakeParticipant({id: 'me', name: 'Alice', local: true})});
  }

  async leave(): Promise<void> {
    await this.#ask('leave');
    this.set({state: 'left', local: undefined, participants: [], legs: [], broughtIn: []});
  }

  async mute(muted: boolean): Promise<void> {
    await this.#ask(`mute ${muted}`);
    this.set({muted});
  }

  async hold({room = 'silent'}: {room?: 'silent' | 'ducked'} = {}): Promise<void> {
    await this.#ask(`hold ${room}`);
    this.set({held: true});
  }

  async resume(): Promise<void> {
    await this.#ask('resume');
    this.set({held: false});
  }

  async swap(_call: Call): Promise<void> {
    await this.#ask('swap');
    this.set({held: !this.held});
  }

  async dialOut(target: string, {name = target, endsWithMe}: DialOutOptions = {}): Promise<FakeLeg> {
    await this.#ask(`dialOut ${target}${endsWithMe ? ' endsWithMe' : ''}`);
    return this.addLeg(new FakeLeg(`leg-${this.requests.length}`, {name, number: target}));
  }

  async bringIn(call: Call, {via = 'page'}: {via?: BringInVia} = {}): Promise<Participant> {
    await this.#ask(`bringIn ${via}`);
    if (via === 'page') this.set({broughtIn: [...this.broughtIn, {call, via, pending: undefined}]});
    return this.#caller(call, via);
  }

  async hand(call: Call): Promise<Participant> {
    await this.#ask('hand');
    this.#out(call);
    return this.#caller(call, 'server');
  }

  async takeOut(call: Call): Promise<void> {
    await this.#ask('takeOut');
    this.drop(`caller-${call.id}`);
    this.#out(call);
    this.set({held: true});
  }

  async unblock(): Promise<void> {
    await this.#ask('unblock');
    this.set({playback: 'allowed'});
  }

  #out(call: Call): void {
    this.set({broughtIn: this.broughtIn.filter((one) => one.call !== call)});
  }

  #caller(call: Call, via: BringInVia): Participant {
    const {displayName: name, number} = call.remote;
    return this.show({id: `caller-${call.id}`, kind: 'phone', name, number, via});
  }

  async #ask(request: string): Promise<void> {
    this.requests.push(request);
    await Promise.resolve();
    await this.gate;
    if (this.failure) throw this.failure;
  }

  #changed(): void {
    this.dispatchEvent(new ConferenceChangeEvent(this));
  }
}
