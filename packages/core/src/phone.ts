import type {CountryCode} from 'libphonenumber-js/min';
import {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
import type {AccountOptions} from './account-options.js';
import {Account, RegistrationEvent, type RegistrationState} from './account.js';
import type {Microphone, PhoneAudio} from './audio/audio.js';
import {plainAudio} from './audio/plain-audio.js';
import {Call, type CallHost, type StartOptions} from './call.js';
import type {DtmfOptions} from './call-dtmf.js';
import {parseDialTarget} from './dial-target.js';
import type {IncomingInvite, SessionHandler, SipEngine, SipSession} from './engine/engine.js';
import {SidetoneError} from './errors.js';
import type {CallHistoryStore} from './history.js';
import type {OpenSocket} from './link.js';
import {historyEntry} from './history-entry.js';
import {MergedCalls} from './merged-calls.js';
import {OneConversation} from './one-conversation.js';
import {progressTone, refusalToneLength} from './progress-tone.js';
import {remoteParty} from './remote-party.js';
import type {PhoneSnapshot} from './snapshot.js';
import {typedEventTarget} from './typed-events.js';

export interface PhoneOptions extends AccountOptions {
  /** `jssip()`, `sipjs()`, or a function that loads one when it is first needed. */
  engine: SipEngine | (() => Promise<SipEngine>);
  /** `new BrowserAudio()` of `@sidetone/media`; without it nothing is played (see `plainAudio`). */
  audio?: PhoneAudio;
  /** ISO 3166 code for numbers written without a country. Default `US`. */
  country?: CountryCode;
  iceServers?: RTCIceServer[];
  /** How long ICE gathering may hold up a call once there is a usable candidate, in ms. Default 500. */
  iceGatheringTimeout?: number;
  /** How digits are sent, unless a call has a way of its own. */
  dtmf?: DtmfOptions;
  /** Where ended calls are written down. */
  history?: CallHistoryStore;
  /** Replaces the browser's WebSocket, e.g. by a virtual PBX's. */
  openSocket?: OpenSocket;
  /** Replaces `new RTCPeerConnection`. */
  createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** Somebody calls. `preventDefault()` keeps it from ringing aloud. */
export class IncomingCallEvent extends Event {
  constructor(readonly call: Call) {
    super('incoming', {cancelable: true});
  }
}

/** A call began, changed or ended. */
export class CallsChangeEvent extends Event {
  constructor(readonly call: Call) {
    super('calls');
  }
}

export interface PhoneEvents {
  registration: RegistrationEvent;
  incoming: IncomingCallEvent;
  calls: CallsChangeEvent;
}

/**
 * A telephone without a face: accounts that register, and calls. At most one call talks at a time, unless
 * calls are merged: dialling, answering or resuming holds the others first, and goes on once they are held. A
 * call whose far side answers while another one talks is held at once.
 */
export class Phone extends typedEventTarget<PhoneEvents>() {
  readonly audio: PhoneAudio;
  readonly country: CountryCode;
  readonly history: CallHistoryStore | undefined;
  readonly #options: PhoneOptions;
  readonly #accounts: Account[] = [];
  readonly #calls = new Set<Call>();
  readonly #silenced = new WeakSet<Call>();
  readonly #merged: MergedCalls;
  readonly #conversation = new OneConversation({
    all: () => this.calls,
    together: (call) => this.#merged.together(call),
  });
  readonly #host: CallHost;
  #engine: Promise<SipEngine> | undefined;

  /** Throws `configuration-invalid`. Nothing is sent before `register()` or `dial()`. */
  constructor(options: PhoneOptions) {
    super();
    this.#options = options;
    this.audio = options.audio ?? plainAudio();
    this.country = options.country ?? 'US';
    this.history = options.history;
    this.#merged = new MergedCalls(this.audio);
    this.#host = this.#makeHost();
    this.addAccount(options);
  }

  /** The first one is the phone's own; others come by {@link addAccount}. */
  get accounts(): readonly Account[] {
    return this.#accounts;
  }

  get account(): Account {
    return this.#accounts[0]!;
  }

  /** The first account's. */
  get registration(): RegistrationState {
    return this.account.registration;
  }

  get microphone(): Microphone {
    return this.audio.microphone;
  }

  /** Calls that are not over, oldest first. */
  get calls(): readonly Call[] {
    return [...this.#calls].filter((call) => !call.ended);
  }

  /** The call that talks now (the first, when merged), else the newest outgoing one that is not answered yet. */
  get activeCall(): Call | undefined {
    return (
      this.calls.find((call) => call.status === 'connected' && call.pending !== 'hold') ??
      this.calls.find((call) => call.status === 'connected') ??
      this.calls.findLast((call) => call.direction === 'outgoing' && !call.connectedAt) ??
      this.calls.find((call) => call.status === 'held')
    );
  }

  /** The calls whose far sides hear each other. */
  get mergedCalls(): readonly Call[] {
    return this.#merged.calls;
  }

  /** Adds another identity; register it by its own `register()`. */
  addAccount(options: AccountOptions): Account {
    const account = new Account(options, {
      engine: () => this.#loadEngine(),
      openSocket: this.#options.openSocket,
      product: 'Sidetone',
      incoming: (own, session, invite) => this.#ring(own, session, invite),
    });
    account.addEventListener('registration', () => this.dispatchEvent(new RegistrationEvent(account)));
    this.#accounts.push(account);
    return account;
  }

  /** Registers every account. Rejects with the first one's error; see {@link Account.register}. */
  async register(options: OperationOptions = {}): Promise<void> {
    const [first, ...others] = this.#accounts.map((account) => account.register(options));
    for (const other of others) other.catch(() => {}); // each account keeps its own error
    await first;
  }

  async unregister(options: OperationOptions = {}): Promise<void> {
    await Promise.all(this.#accounts.map((account) => account.unregister(options)));
  }

  /**
   * Calls a number in any common writing, an extension, a name, or a SIP URI. Throws `dial-target-empty` or
   * `dial-target-invalid` before anything is sent; what goes wrong later is the call's status and `error`.
   */
  dial(target: string, {account = this.account, ...options}: {account?: Account} & StartOptions = {}): Call {
    const parsed = this.#host.parse(target, account);
    const call = new Call(this.#host, account, 'outgoing', {
      uri: parsed.uri,
      displayName: parsed.display,
      ...(parsed.number && {number: parsed.number}),
    });
    this.#follow(call);
    void call.start(parsed, options);
    return call;
  }

  /** `merge(call, other)` or `merge([call, other], {signal})`: the far sides of these calls hear each other; held ones are resumed first. Rejects with `merge-unavailable`, `resume-refused`, `hold-refused`. */
  async merge(...args: Merged): Promise<void> {
    const [calls, options = {}] = areCalls(args) ? [args] : args;
    await this.#merged.merge(calls, options);
    for (const call of calls) this.#announce(call);
  }

  /** What there is to write down, as plain JSON. */
  snapshot(): PhoneSnapshot {
    return {at: Date.now(), calls: this.calls.map((call) => call.snapshot())};
  }

  /** Hangs up every call, takes the contacts off the servers, and lets go of everything. Once begun it is done, also when nobody waits for it. */
  async close({signal}: OperationOptions = {}): Promise<void> {
    throwIfAborted(signal);
    await unlessAborted(this.#close(), signal);
  }

  async #close(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.hangup()));
    await this.unregister();
    for (const account of this.#accounts) account.close();
    this.audio.setTone(undefined);
  }

  #makeHost(): CallHost {
    const {iceServers = [], iceGatheringTimeout = 500, dtmf = {}} = this.#options;
    const createConnection =
      this.#options.createConnection ??
      ((configuration: RTCConfiguration) => new RTCPeerConnection(configuration));
    return {
      audio: this.audio,
      iceGatheringTimeout,
      dtmf,
      country: this.country,
      createConnection: () =>
        createConnection({iceServers, bundlePolicy: 'balanced', rtcpMuxPolicy: 'require'}),
      parse: (target, account) => {
        if (!account.aor) throw new SidetoneError('credentials-unavailable', {detail: 'register first'});
        return parseDialTarget(target, {domain: account.domain, country: this.country});
      },
      yieldTo: (call, options) => this.#conversation.holdOthers(call, options),
    };
  }

  #loadEngine(): Promise<SipEngine> {
    const {engine} = this.#options;
    if (!this.#engine) {
      this.#engine = Promise.resolve(typeof engine === 'function' ? engine() : engine);
      this.#engine.catch(() => (this.#engine = undefined));
    }
    return this.#engine.catch((error: unknown) => {
      throw SidetoneError.from(error, 'engine-failed');
    });
  }

  #ring(account: Account, session: SipSession, invite: IncomingInvite): SessionHandler {
    const call = new Call(this.#host, account, 'incoming', remoteParty(invite.from, this.country));
    const handler = call.adopt(session);
    const event = new IncomingCallEvent(call);
    this.dispatchEvent(event);
    if (event.defaultPrevented) this.#silenced.add(call);
    this.#follow(call);
    return handler;
  }

  #follow(call: Call): void {
    this.#calls.add(call);
    let answered = false;
    const changed = () => {
      if (!answered && call.connectedAt && !call.ended) {
        answered = true;
        if (call.direction === 'outgoing') void this.#conversation.answered(call);
      }
      if (call.ended) {
        call.removeEventListener('change', changed);
        setTimeout(() => this.#forget(call), refusalToneLength);
        void this.history?.add(historyEntry(call)).catch(() => {}); // an unwritable history ends no call
      }
      this.#announce(call);
    };
    call.addEventListener('change', changed);
    this.#announce(call);
  }

  #forget(call: Call): void {
    this.#calls.delete(call);
    this.#sound();
  }

  #announce(call: Call): void {
    this.#sound();
    this.dispatchEvent(new CallsChangeEvent(call));
  }

  #sound(): void {
    this.audio.setTone(progressTone([...this.#calls].filter((call) => !this.#silenced.has(call))));
  }
}

/** `call, other` or `[call, other], {signal}`. */
type Merged = Call[] | [calls: readonly Call[], options?: OperationOptions];

function areCalls(args: Merged): args is Call[] {
  return !Array.isArray(args[0]);
}
