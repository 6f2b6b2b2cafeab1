import {
  ConferenceChangeEvent,
  isHeldHere,
  LegsEvent,
  LevelsEvent,
  ParticipantDigitEvent,
  ParticipantsEvent,
  SidetoneError,
  throwIfAborted,
  typedEventTarget,
  unlessAborted,
  type BringInVia,
  type BroughtInCall,
  type Call,
  type Conference as ConferenceSeam,
  type ConferenceEvents,
  type ConferenceState,
  type DialOutOptions,
  type Microphone,
  type OperationOptions,
  type Participant,
  type PhoneLeg,
} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {arrivalOf} from './calls/arrival.js';
import {Attendance} from './calls/attendance.js';
import {BroughtIn} from './calls/brought-in.js';
import {OwnPhone} from './calls/own-phone.js';
import {doorOf, type Door} from './door.js';
import {Phones} from './legs/phones.js';
import type {ConferenceOptions} from './options.js';
import {joinError} from './room-errors.js';
import {Stay, type StayHandler} from './stay/stay.js';

/**
 * A LiveKit room in the page of a phone: `new Conference({gateway: 'https://…', room: 'standup', phone})`. One microphone is
 * heard by the room and by calls; each has a mute of its own.
 */
export class Conference extends typedEventTarget<ConferenceEvents>() implements ConferenceSeam {
  readonly #door: Door;
  readonly #audio: BrowserAudio;
  readonly #microphone: Microphone;
  readonly #attendance: Attendance;
  readonly #phones: Phones;
  readonly #broughtIn: BroughtIn;
  readonly #ownPhone: OwnPhone;
  #state: ConferenceState = 'idle';
  #error: SidetoneError | undefined;
  #joining: Promise<void> | undefined;
  #giveUp = new AbortController();
  #stay: Stay | undefined;
  /** From joining until the stay is over: nothing of the page holds on to a conference that nobody is in. */
  #life = new AbortController();

  /** Throws `configuration-invalid`. Nothing is sent or captured before `join()`. */
  constructor(options: ConferenceOptions) {
    super();
    const {phone, whileAway = 'silent'} = options;
    const audio = options.audio ?? phone?.audio;
    this.#door = doorOf(options);
    this.#audio = audio instanceof BrowserAudio ? audio : new BrowserAudio();
    this.#microphone = options.microphone ?? this.#audio.microphone;
    this.#phones = new Phones(this.#door, (leg, what) => this.#legSeen(leg, what));
    this.#ownPhone = new OwnPhone(phone);
    this.#broughtIn = new BroughtIn({
      phone,
      calls: this.#phones.api,
      stay: () => this.#joined(),
      changed: () => {
        this.#attendance.review();
        this.#changed();
      },
      arrival: (callid, signal) => arrivalOf(this, callid, signal),
    });
    this.#attendance = new Attendance({
      phone,
      whileAway,
      stay: () => this.#stay,
      twice: () => this.ownPhone !== undefined,
      includes: (call) => this.#broughtIn.includes(call),
      callersReturn: () => void this.#broughtIn.comeBack(),
      callersHear: (heard) => this.#broughtIn.hear(heard),
      changed: () => this.#changed(),
    });
  }

  get state(): ConferenceState {
    return this.#state;
  }

  get error(): SidetoneError | undefined {
    return this.#error;
  }

  get room(): string {
    return this.#stay?.room.name || this.#door.room;
  }

  get local(): Participant | undefined {
    return this.#stay?.roster.local;
  }

  get participants(): readonly Participant[] {
    return this.#stay?.roster.others ?? [];
  }

  get legs(): readonly PhoneLeg[] {
    return this.#phones.legs;
  }

  get broughtIn(): readonly BroughtInCall[] {
    return this.#broughtIn.list;
  }

  get muted(): boolean {
    return this.#attendance.muted;
  }

  get held(): boolean {
    return this.#attendance.held;
  }

  get ownPhone(): Participant | undefined {
    const {local, participants} = this;
    const everybody = local ? [local, ...participants] : [];
    return this.#ownPhone.find(everybody, {served: this.#phones.api !== undefined});
  }

  get canDialOut(): boolean {
    return this.#phones.canDialOut;
  }

  get playback(): 'allowed' | 'blocked' {
    return this.#audio.playback;
  }

  join({signal}: OperationOptions = {}): Promise<void> {
    if (this.#stay) return Promise.resolve();
    if (this.#joining) return unlessAborted(this.#joining, signal);
    this.#giveUp = new AbortController();
    const either = signal ? AbortSignal.any([signal, this.#giveUp.signal]) : this.#giveUp.signal;
    this.#joining = this.#join(either).finally(() => (this.#joining = undefined));
    return this.#joining;
  }

  async leave({signal}: OperationOptions = {}): Promise<void> {
    throwIfAborted(signal);
    await unlessAborted(this.#leave(), signal);
  }

  async mute(muted: boolean, options: OperationOptions = {}): Promise<void> {
    await this.#attendance.mute(muted, options);
  }

  async hold({room, ...options}: {room?: 'silent' | 'ducked'} & OperationOptions = {}): Promise<void> {
    await this.#attendance.hold(room, options);
  }

  async resume(options: OperationOptions = {}): Promise<void> {
    await this.#attendance.resume(options);
  }

  async swap(call: Call, options: OperationOptions = {}): Promise<void> {
    if (isHeldHere(call)) await call.resume(options);
    else await this.resume(options);
  }

  async dialOut(target: string, options: DialOutOptions = {}): Promise<PhoneLeg> {
    this.#joined();
    throwIfAborted(options.signal);
    return this.#phones.dialOut(target, options);
  }

  async bringIn(
    call: Call,
    {via = 'page', ...options}: {via?: BringInVia} & OperationOptions = {},
  ): Promise<Participant> {
    if (via === 'server') return this.hand(call, options);
    const participant = await this.#broughtIn.mixIn(call, options);
    if (this.#attendance.steppedOut) await this.resume(options);
    return participant;
  }

  async hand(call: Call, options: OperationOptions = {}): Promise<Participant> {
    return this.#broughtIn.hand(call, options);
  }

  async takeOut(call: Call, options: OperationOptions = {}): Promise<void> {
    await this.#broughtIn.takeOut(call, options);
  }

  async unblock(): Promise<void> {
    await this.#audio.unblock();
  }

  async #leave(): Promise<void> {
    this.#giveUp.abort();
    await this.#joining?.catch(() => {});
    await this.#stay?.leave();
  }

  async #join(signal: AbortSignal): Promise<void> {
    this.#begin();
    this.#set('joining');
    try {
      throwIfAborted(signal);
      const entrance = await this.#door.open(signal);
      this.#phones.rights(entrance);
      this.#stay = await Stay.enter({
        entrance,
        signal,
        audio: this.#audio,
        microphone: this.#microphone,
        silent: this.#attendance.silent,
        around: {
          legOf: (one) => this.#phones.legOf(one),
          ownCallLevel: (callId) => this.#broughtIn.levelOf(callId),
        },
        handler: this.#handler,
      });
    } catch (error) {
      const reason = await this.#door.explain(joinError(error), signal);
      this.#end();
      if (reason.code === 'aborted') this.#set('idle');
      else this.#set('failed', reason);
      throw reason;
    }
    this.#stay.enter();
    this.#stay.voice.addEventListener('change', () => this.#changed());
    this.#set('joined');
    this.#attendance.speakUp();
    await this.#attendance.settle();
  }

  get #handler(): StayHandler {
    return {
      seen: (participant, what) => this.#seen(participant, what),
      levels: () => this.#tell(new LevelsEvent()),
      phone: () => this.#phones.see(this.#stay?.room),
      digit: (participant, digit) => this.#tell(new ParticipantDigitEvent(participant, digit)),
      reconnecting: (away) => this.#set(away ? 'reconnecting' : 'joined'),
      metadata: (text) => this.#phones.read(text),
      ended: (error) => this.#ended(error),
    };
  }

  #seen(participant: Participant, what: 'joined' | 'changed' | 'left'): void {
    if (participant.kind === 'phone') {
      this.#phones.see(this.#stay?.room);
      void this.#attendance.settle();
    }
    this.#tell(new ParticipantsEvent(participant, what));
  }

  #legSeen(leg: PhoneLeg, what: 'added' | 'changed' | 'removed'): void {
    this.#tell(new LegsEvent(leg, what));
    // Its participant shows it.
    const one = leg.participantId && this.#stay?.room.remoteParticipants.get(leg.participantId);
    if (one) this.#stay?.roster.refresh(one);
  }

  #ended(error: SidetoneError | undefined): void {
    this.#stay = undefined;
    this.#broughtIn.clear();
    this.#phones.clear();
    this.#end();
    this.#set(error ? 'failed' : 'left', error);
  }

  #begin(): void {
    this.#life = new AbortController();
    this.#audio.addEventListener('change', () => this.#changed(), {signal: this.#life.signal});
    this.#attendance.begin();
  }

  #end(): void {
    this.#life.abort();
    this.#attendance.end();
  }

  /** Throws `room-state-invalid`. */
  #joined(): Stay {
    if (!this.#stay || this.#state !== 'joined')
      throw new SidetoneError('room-state-invalid', {detail: this.#state});
    return this.#stay;
  }

  #set(state: ConferenceState, error?: SidetoneError): void {
    this.#state = state;
    this.#error = error;
    this.#changed();
  }

  #changed(): void {
    this.#tell(new ConferenceChangeEvent(this));
  }

  #tell(event: Event): void {
    this.dispatchEvent(event);
  }
}
