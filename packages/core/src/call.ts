import type {CountryCode} from 'libphonenumber-js/min';
import {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
import type {Account} from './account.js';
import type {LineTap, PhoneAudio, Recording} from './audio/audio.js';
import {CallChangeEvent, DtmfEvent, type CallEvents} from './call-events.js';
import {CallMedia} from './call-media.js';
import {CallOperation, type PendingOperation} from './call-operation.js';
import {CallState} from './call-state.js';
import type {DialTarget} from './dial-target.js';
import {CallDtmf, type DtmfOptions} from './call-dtmf.js';
import type {DialogId, SessionEnd, SessionHandler, SipSession} from './engine/engine.js';
import {SidetoneError} from './errors.js';
import {remoteParty, type RemoteParty} from './remote-party.js';
import {describeEnd, describeFailure, type CallEnd} from './sip-status.js';
import {callSnapshot, type CallSnapshot} from './snapshot.js';
import type {CallCause, CallStatus} from './status.js';
import {isHeldHere} from './talks.js';
import {typedEventTarget} from './typed-events.js';

/** What a call needs of its phone. */
export interface CallHost {
  readonly audio: PhoneAudio;
  readonly iceGatheringTimeout: number;
  readonly dtmf: DtmfOptions;
  readonly country: CountryCode;
  createConnection(): RTCPeerConnection;
  parse(target: string, account: Account): DialTarget;
  /** Holds the calls that would talk at the same time as this one; rejects when one cannot be held. */
  yieldTo(call: Call, options?: OperationOptions): Promise<void>;
}

/** How an outgoing call is made, beside where to. */
export interface StartOptions {
  /** How its digits are sent, those of a `tel:` link and of a PIN among them, in place of the phone's way. */
  dtmf?: DtmfOptions;
  /** It takes the place of this call: one that was written down ({@link CallSnapshot}) before the page was loaded anew, say. */
  replaces?: DialogId;
}

/**
 * One call. State changes only when the far side or the engine confirms (see {@link CallState} for the
 * machine); each change is a `change` event. Methods reject with a SidetoneError and leave the call as it was; with
 * `aborted` when nobody waits any more: see {@link OperationOptions}.
 */
export class Call extends typedEventTarget<CallEvents>() {
  /** Unique within the page, also before a SIP dialog exists. */
  readonly id: string = crypto.randomUUID();
  readonly account: Account;
  readonly direction: 'outgoing' | 'incoming';
  /** When the call began, was connected, ended: ms since the epoch. */
  readonly startedAt = Date.now();
  readonly #host: CallHost;
  readonly #state: CallState;
  readonly #life = new AbortController();
  readonly #dtmf: CallDtmf;
  readonly #operation = new CallOperation({
    session: () => this.#session,
    ended: () => this.ended,
    changed: () => this.#changed(),
  });
  #remote: RemoteParty;
  #session: SipSession | undefined;
  #media: CallMedia | undefined;
  #connectedAt: number | undefined;
  #endedAt: number | undefined;
  #end: CallEnd | undefined;
  #error: SidetoneError | undefined;
  #earlyMedia = false;
  #muted = false;
  #transferred = false;

  constructor(host: CallHost, account: Account, direction: 'outgoing' | 'incoming', remote: RemoteParty) {
    super();
    this.#host = host;
    this.account = account;
    this.direction = direction;
    this.#remote = remote;
    this.#state = new CallState(direction === 'outgoing' ? 'accepted' : 'ringing');
    this.#dtmf = new CallDtmf(host.dtmf, (digit) => {
      host.audio.playDigit(digit);
      this.dispatchEvent(new DtmfEvent(this, digit, 'sent'));
    });
  }

  get status(): CallStatus {
    return this.#state.status;
  }

  /** Why the call is `rejected` or `cleared`. */
  get cause(): CallCause | undefined {
    return this.#end?.cause;
  }

  /** The SIP response code behind {@link cause}, when there was one. */
  get code(): number | undefined {
    return this.#end?.code || undefined;
  }

  /** {@link cause} in plain English. */
  get message(): string | undefined {
    return this.#error?.message ?? this.#end?.message;
  }

  /** Where the called side is to be found now, as its server said: of a call that was redirected (3xx). */
  get movedTo(): readonly RemoteParty[] {
    return this.#end?.movedTo ?? [];
  }

  /** When to try again, in seconds after the call {@link endedAt ended}, where the server said so. */
  get retryAfter(): number | undefined {
    return this.#end?.retryAfter;
  }

  /** What kept the call from being made, e.g. `microphone-denied`. */
  get error(): SidetoneError | undefined {
    return this.#error;
  }

  get heldBy(): 'none' | 'local' | 'remote' | 'both' {
    return this.#state.heldBy;
  }

  get pending(): PendingOperation | undefined {
    return this.#operation.pending;
  }

  get remote(): RemoteParty {
    return this.#remote;
  }

  get ended(): boolean {
    return this.#state.ended;
  }

  get connectedAt(): number | undefined {
    return this.#connectedAt;
  }

  get endedAt(): number | undefined {
    return this.#endedAt;
  }

  /** The far side is heard already although it has not answered (announcements, its own ringback). */
  get earlyMedia(): boolean {
    return this.#earlyMedia && !this.#state.established && !this.ended;
  }

  /** The microphone's part of what the far side hears is silence. */
  get muted(): boolean {
    return this.#media?.line.muted ?? this.#muted;
  }

  /** The network has lost the far side for the moment; the call itself still stands. */
  get interrupted(): boolean {
    return !this.ended && (this.#media?.interrupted ?? false);
  }

  get remoteStream(): MediaStream | undefined {
    return this.#media?.remoteStream;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#media?.connection;
  }

  /** The Call-ID header: how servers and logs name this call. */
  get sipCallId(): string | undefined {
    return this.#session?.id;
  }

  /**
   * Answers an incoming call, after holding the one that is active. A microphone that cannot be had leaves it ringing.
   * `dtmf`: how its digits are sent, in place of the phone's way.
   */
  async answer({dtmf = {}, signal}: {dtmf?: DtmfOptions} & OperationOptions = {}): Promise<void> {
    this.#require(this.direction === 'incoming' && this.status === 'ringing', 'answer');
    this.#dtmf.prefer(dtmf);
    const answer = async (session: SipSession, signal: AbortSignal) => {
      await this.#host.yieldTo(this, {signal});
      const media = await this.#openMedia(signal);
      try {
        await session.answer({
          connection: media.connection,
          iceGatheringTimeout: this.#host.iceGatheringTimeout,
        });
      } catch (error) {
        this.#closeMedia();
        throw error;
      }
    };
    await this.#operation.run('answer', 'engine-failed', answer, signal);
  }

  /** Refuses an incoming call: `decline` 603, `busy` 486 (a voicemail or the next phone may take it), `unavailable` 480. */
  reject(reason: 'decline' | 'busy' | 'unavailable' = 'decline'): void {
    this.#require(this.direction === 'incoming' && this.status === 'ringing', 'reject');
    this.#session?.reject({decline: 603, busy: 486, unavailable: 480}[reason]);
  }

  /** Ends the call, whatever its state; resolves when it is over. */
  async hangup(): Promise<void> {
    if (this.ended) return;
    if (this.direction === 'incoming' && this.status === 'ringing' && this.pending !== 'answer')
      return this.reject();
    this.#operation.set('hangup');
    if (this.#session) this.#session.hangup();
    else this.#finish({by: 'local', code: 0, reason: ''});
    await this.#whenEnded();
  }

  /** Resolves when the far side confirmed, also a hold that is pending already. Rejects with `hold-refused`: the call goes on. */
  async hold({signal}: OperationOptions = {}): Promise<void> {
    this.#require(this.#state.established, 'hold');
    const pending = this.#operation.outcomeOf('hold', signal);
    if (pending) return pending;
    if (isHeldHere(this)) return;
    const hold = async (session: SipSession, signal: AbortSignal) => {
      await this.#dtmf.between(async () => {
        throwIfAborted(signal);
        await session.renegotiate(this.heldBy === 'remote' ? 'inactive' : 'sendonly');
        this.#state.hold('local', true);
        await this.#media?.setHeld(true);
      });
    };
    await this.#operation.run('hold', 'hold-refused', hold, signal);
  }

  /** Holds the active call, then takes this one back. Rejects with `resume-refused`: the call stays held. */
  async resume({signal}: OperationOptions = {}): Promise<void> {
    this.#require(this.#state.established, 'resume');
    if (!isHeldHere(this)) return;
    const resume = async (session: SipSession, signal: AbortSignal) => {
      await this.#host.yieldTo(this, {signal});
      await this.#dtmf.between(async () => {
        throwIfAborted(signal);
        await session.renegotiate(this.heldBy === 'both' ? 'recvonly' : 'sendrecv');
        this.#state.hold('local', false);
        await this.#media?.setHeld(false);
      });
    };
    await this.#operation.run('resume', 'resume-refused', resume, signal);
  }

  /** The far side hears silence instead of the microphone. Takes effect at once, also before the call is answered. */
  mute(muted: boolean): void {
    this.#require(!this.ended, 'mute');
    this.#muted = muted;
    this.#media?.line.setMuted(muted);
    this.#changed();
  }

  /**
   * Sends digits `0-9*#A-D`; `,` pauses 2 s. Resolves when the last was sent. Digits of several calls of this
   * method keep their order, also across a hold. Rejects with `dtmf-invalid`, `dtmf-unavailable` or `aborted`.
   */
  async sendDtmf(tones: string, options: DtmfOptions & OperationOptions = {}): Promise<void> {
    const {connection, session} = this.#talking('send digits');
    await this.#dtmf.send(tones, {connection, session}, options);
  }

  /** Blind transfer: resolves when the far side of `target` answered; this call is then over. Rejects with `transfer-refused`: the call is still here. */
  async transfer(target: string, options: OperationOptions = {}): Promise<void> {
    this.#require(this.#state.established, 'transfer');
    const {uri} = this.#host.parse(target, this.account);
    await this.#transfer(uri, options);
  }

  /** Attended transfer: joins this call's far side with the other call's; both are then over here. */
  async transferTo(other: Call, options: OperationOptions = {}): Promise<void> {
    this.#require(this.#state.established && other !== this, 'transfer');
    await this.#transfer(other.#talking('take a transfer').session, {...options, other});
  }

  /** Records both sides. `announce` lets the far side hear a short tone at intervals. */
  async record({signal, ...options}: {announce?: boolean} & OperationOptions = {}): Promise<Recording> {
    this.#require(this.#state.established && this.#media !== undefined, 'record');
    throwIfAborted(signal);
    const recording = this.#media!.line.record(options);
    return unlessAborted(recording, signal).catch((error: unknown) => {
      // One that nobody has is not gone on with.
      if (signal?.aborted) void recording.then((late) => late.stop()).catch(() => {});
      throw error;
    });
  }

  /** The far side hears this too, beside the microphone, until what is returned is called. Throws `merge-unavailable`. */
  mixIn(sound: MediaStream): () => void {
    this.#require(this.#state.established, 'mix in');
    return this.#media!.line.mixIn(sound);
  }

  /** What the far side says, as a track to be sent elsewhere too: silence while the call is held. Throws `merge-unavailable`. */
  tap(): LineTap {
    this.#require(this.#state.established, 'tap');
    return this.#media!.line.tap();
  }

  /** The call as it is now, as plain JSON. */
  snapshot(): CallSnapshot {
    return callSnapshot(this, this.#session?.dialog);
  }

  async getStats(): Promise<RTCStatsReport | undefined> {
    return this.connection?.getStats();
  }

  /** @internal The phone begins an outgoing call. */
  async start(target: DialTarget, {dtmf = {}, replaces}: StartOptions): Promise<void> {
    this.#dtmf.prefer(dtmf);
    try {
      await this.#host.yieldTo(this);
      const [agent, media] = await Promise.all([
        this.account.agent({signal: this.#life.signal}),
        this.#openMedia(),
      ]);
      this.#session = agent.invite(
        target.uri,
        {
          connection: media.connection,
          iceGatheringTimeout: this.#host.iceGatheringTimeout,
          ...(replaces && {replaces}),
        },
        this.#handler(),
      );
      if (target.postDial) this.#sendOnceConnected(target.postDial);
      this.#changed();
    } catch (error) {
      if (!this.ended) this.#failToStart(SidetoneError.from(error, 'engine-failed'));
    }
  }

  /** @internal The phone hands in the session of an incoming call. */
  adopt(session: SipSession): SessionHandler {
    this.#session = session;
    return this.#handler();
  }

  /** @internal The line that the phone merges with others. */
  get line() {
    return this.#media?.line;
  }

  #handler(): SessionHandler {
    return {
      progress: ({code, earlyMedia}) => {
        this.#earlyMedia ||= earlyMedia;
        if (code > 100) this.#state.ring();
        this.#changed();
      },
      accepted: () => {
        if (!this.#state.connect()) return;
        this.#connectedAt = Date.now();
        this.#changed();
      },
      remoteDirection: (direction) => {
        if (this.#state.hold('remote', direction === 'sendonly' || direction === 'inactive')) this.#changed();
      },
      remoteParty: (party) => {
        this.#remote = remoteParty(party, this.#host.country);
        this.#changed();
      },
      digit: (digit) => this.dispatchEvent(new DtmfEvent(this, digit, 'received')),
      ended: (end) => this.#finish(end),
    };
  }

  async #openMedia(...signals: AbortSignal[]): Promise<CallMedia> {
    const media = await CallMedia.open(
      this.#host.audio,
      () => this.#host.createConnection(),
      AbortSignal.any([this.#life.signal, ...signals]),
    );
    this.#media = media;
    media.line.setMuted(this.#muted);
    media.addEventListener('change', () => this.#changed());
    return media;
  }

  #closeMedia(): void {
    this.#muted = this.muted;
    this.#media?.close();
    this.#media = undefined;
  }

  async #transfer(
    target: string | SipSession,
    {signal, other}: OperationOptions & {other?: Call},
  ): Promise<void> {
    const transfer = async (session: SipSession) => {
      await session.refer(target);
      this.#transferred = true;
      await this.hangup();
      await other?.hangup();
    };
    await this.#operation.run('transfer', 'transfer-refused', transfer, signal);
  }

  #sendOnceConnected(tones: string): void {
    const send = () => {
      if (!this.#state.established) return;
      this.removeEventListener('change', send);
      this.sendDtmf(tones).catch(() => {});
    };
    this.addEventListener('change', send, {signal: this.#life.signal});
  }

  #talking(what: string): {connection: RTCPeerConnection; session: SipSession} {
    this.#require(this.#state.established, what);
    return {connection: this.#media!.connection, session: this.#session!};
  }

  #require(condition: boolean, what: string): void {
    if (!condition)
      throw new SidetoneError('call-state-invalid', {detail: `${what}: the call is ${this.status}`});
  }

  #failToStart(error: SidetoneError): void {
    this.#error = error;
    this.#conclude(describeFailure(error));
  }

  #finish(end: SessionEnd): void {
    this.#conclude(
      this.#transferred
        ? {status: 'cleared', cause: 'transferred', code: 0, message: 'The call was transferred.'}
        : describeEnd(end, {
            direction: this.direction,
            answered: this.#state.established,
            domain: this.account.domain,
            country: this.#host.country,
          }),
    );
  }

  #conclude(end: CallEnd): void {
    if (!this.#state.end(end.status)) return;
    this.#end = end;
    this.#endedAt = Date.now();
    this.#operation.clear();
    this.#life.abort();
    this.#dtmf.close();
    this.#closeMedia();
    this.#changed();
  }

  #whenEnded(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!this.ended) return;
        this.removeEventListener('change', check);
        resolve();
      };
      this.addEventListener('change', check);
      check();
    });
  }

  #changed(): void {
    this.dispatchEvent(new CallChangeEvent(this));
  }
}
