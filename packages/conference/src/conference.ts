import {
  ConferenceChangeEvent,
  LegsEvent,
  LevelsEvent,
  ParticipantDigitEvent,
  ParticipantsEvent,
  SidetoneError,
  typedEventTarget,
  type BringInVia,
  type BroughtInCall,
  type Call,
  type Conference as ConferenceSeam,
  type ConferenceEvents,
  type ConferenceState,
  type Microphone,
  type Participant,
  type PhoneLeg,
} from '@sidetone/core';
import {BrowserAudio} from '@sidetone/media';
import {BroughtIn} from './calls/brought-in.js';
import {Floor} from './calls/floor.js';
import {OwnPhone} from './calls/own-phone.js';
import {doorOf, type Door} from './door.js';
import {Phones} from './legs/phones.js';
import type {ConferenceOptions} from './options.js';
import {joinError} from './room-errors.js';
import {awayAttribute} from './stay/call-track.js';
import type {Loudness} from './stay/room-sound.js';
import {Stay, type StayHandler} from './stay/stay.js';

/**
 * A LiveKit room in the page of a phone: `new Conference({gateway: 'https://…', room: 'standup', phone})`. One microphone is
 * heard by the room and by calls; each has a mute of its own.
 */
export class Conference extends typedEventTarget<ConferenceEvents>() implements ConferenceSeam {
  readonly #door: Door;
  readonly #audio: BrowserAudio;
  readonly #microphone: Microphone;
  readonly #floor: Floor | undefined;
  readonly #phones: Phones;
  readonly #broughtIn: BroughtIn;
  readonly #ownPhone: OwnPhone;
  #state: ConferenceState = 'idle';
  #error: SidetoneError | undefined;
  #joining: Promise<void> | undefined;
  #giveUp = new AbortController();
  #stay: Stay | undefined;
  #muted = false;
  #hold: Loudness | undefined;
  #waiting = false;

  /** Throws `configuration-invalid`. Nothing is sent or captured before `join()`. */
  constructor(options: ConferenceOptions) {
    super();
    const {phone} = options;
    const audio = options.audio ?? phone?.audio;
    this.#door = doorOf(options);
    this.#audio = audio instanceof BrowserAudio ? audio : new BrowserAudio();
    this.#microphone = options.microphone ?? this.#audio.microphone;
    this.#audio.addEventListener('change', () => this.#changed());
    this.#phones = new Phones(this.#door, (leg, what) => this.#legSeen(leg, what));
    this.#ownPhone = new OwnPhone(phone);
    this.#broughtIn = new BroughtIn({
      phone,
      calls: this.#phones.api,
      stay: () => this.#joined(),
      changed: () => {
        this.#floor?.review();
        this.#changed();
      },
      arrival: (callid, signal) => this.#arrival(callid, signal),
    });
    this.#floor =
      phone &&
      new Floor(phone, {
        includes: (call) => this.#broughtIn.includes(call),
        wait: (waiting) => void this.#wait(waiting),
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
    return this.#muted || (this.#stay !== undefined && !this.#stay.voice.on);
  }

  get held(): boolean {
    return this.#hold !== undefined || this.#waiting;
  }

  get ownPhone(): Participant | undefined {
    return this.#ownPhone.find(this.participants, {served: this.#phones.api !== undefined});
  }

  get canDialOut(): boolean {
    return this.#phones.canDialOut;
  }

  get playback(): 'allowed' | 'blocked' {
    return this.#audio.playback;
  }

  join({signal}: {signal?: AbortSignal} = {}): Promise<void> {
    if (this.#stay) return Promise.resolve();
    if (!this.#joining) {
      this.#giveUp = new AbortController();
      const either = signal ? AbortSignal.any([signal, this.#giveUp.signal]) : this.#giveUp.signal;
      this.#joining = this.#join(either).finally(() => (this.#joining = undefined));
    }
    return this.#joining;
  }

  async leave(): Promise<void> {
    this.#giveUp.abort();
    await this.#joining?.catch(() => {});
    await this.#stay?.leave();
  }

  async mute(muted: boolean): Promise<void> {
    if (!muted && this.#stay) await this.#stay.voice.open();
    this.#muted = muted;
    await this.#settle();
  }

  async hold({room = 'silent'}: {room?: 'silent' | 'ducked'} = {}): Promise<void> {
    this.#hold = room;
    await this.#settle();
  }

  async resume(): Promise<void> {
    await this.#floor?.takeForRoom();
    this.#hold = undefined;
    await this.#settle();
  }

  async swap(call: Call): Promise<void> {
    if (this.held) return this.resume();
    await call.resume();
  }

  async dialOut(
    target: string,
    {name, signal}: {name?: string; signal?: AbortSignal} = {},
  ): Promise<PhoneLeg> {
    this.#joined();
    return this.#phones.dialOut(target, {...(name !== undefined && {name}), ...(signal && {signal})});
  }

  async bringIn(
    call: Call,
    {via = 'page', signal}: {via?: BringInVia; signal?: AbortSignal} = {},
  ): Promise<Participant> {
    if (via === 'server') return this.hand(call, signal ? {signal} : {});
    const participant = await this.#broughtIn.mixIn(call);
    if (this.#hold !== undefined) await this.resume();
    return participant;
  }

  async hand(call: Call, {signal}: {signal?: AbortSignal} = {}): Promise<Participant> {
    return this.#broughtIn.hand(call, signal);
  }

  async takeOut(call: Call): Promise<void> {
    await this.#broughtIn.takeOut(call);
  }

  async unblock(): Promise<void> {
    await this.#audio.unblock();
  }

  async #join(signal: AbortSignal): Promise<void> {
    this.#set('joining');
    try {
      const entrance = await this.#door.open(signal);
      this.#phones.rights(entrance);
      this.#stay = await Stay.enter({
        entrance,
        signal,
        audio: this.#audio,
        microphone: this.#microphone,
        silent: this.#silent,
        around: {
          legOf: (one) => this.#phones.legOf(one),
          ownCallLevel: (callId) => this.#broughtIn.levelOf(callId),
        },
        handler: this.#handler,
      });
    } catch (error) {
      const reason = joinError(error);
      if (reason.code === 'aborted') this.#set('idle');
      else this.#set('failed', reason);
      throw reason;
    }
    this.#stay.enter();
    this.#stay.voice.addEventListener('change', () => this.#changed());
    this.#set('joined');
    // Nobody is kept out by a microphone: they are muted, and `mute(false)` says why.
    if (!this.#muted) this.#stay.voice.open().catch(() => this.#changed());
    await this.#settle();
  }

  get #handler(): StayHandler {
    return {
      seen: (participant, what) => this.#seen(participant, what),
      levels: () => this.#tell(new LevelsEvent()),
      digit: (participant, digit) => this.#tell(new ParticipantDigitEvent(participant, digit)),
      reconnecting: (away) => this.#set(away ? 'reconnecting' : 'joined'),
      metadata: (text) => this.#phones.read(text),
      ended: (error) => this.#ended(error),
    };
  }

  #seen(participant: Participant, what: 'joined' | 'changed' | 'left'): void {
    if (participant.kind === 'phone') {
      this.#phones.see(this.#stay?.room);
      void this.#settle();
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
    this.#hold = undefined;
    this.#broughtIn.clear();
    this.#phones.clear();
    this.#set(error ? 'failed' : 'left', error);
  }

  async #wait(waiting: boolean): Promise<void> {
    this.#waiting = waiting;
    const callers = this.#broughtIn.wait(waiting);
    await this.#settle();
    await callers;
  }

  get #silent(): boolean {
    return this.#muted || this.held || this.ownPhone !== undefined;
  }

  /** Makes the room's microphone and sound what they should be, at once, and tells the others. */
  async #settle(): Promise<void> {
    const stay = this.#stay;
    this.#changed();
    if (!stay) return;
    const loudness = this.held ? (this.#hold ?? 'silent') : 'full';
    stay.sound.setLoudness(this.ownPhone ? 'silent' : loudness);
    await Promise.all([
      stay.voice.setSilent(this.#silent),
      stay.setAttributes({[awayAttribute]: this.held ? 'true' : ''}),
    ]);
    this.#changed();
  }

  #arrival(callid: string, signal: AbortSignal): Promise<Participant> {
    return new Promise((resolve, reject) => {
      const done = new AbortController();
      const look = () => {
        const arrived = this.participants.find(({leg}) => leg?.id === callid);
        if (!arrived) return;
        done.abort();
        resolve(arrived);
      };
      for (const type of ['participants', 'legs', 'change'])
        this.addEventListener(type, look, {signal: done.signal});
      signal.addEventListener('abort', () => reject(new SidetoneError('aborted')), {signal: done.signal});
      look();
    });
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
