import {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
import {lineError, registrationError} from './account-errors.js';
import {AccountIdentity} from './account-identity.js';
import {checkedAor, type AccountOptions} from './account-options.js';
import {
  SipFailure,
  type IncomingInvite,
  type SessionHandler,
  type SipEngine,
  type SipSession,
  type SipUserAgent,
} from './engine/engine.js';
import {SidetoneError} from './errors.js';
import {SignalingLink, type OpenSocket} from './link.js';
import {registrationOutcome} from './registration-outcome.js';
import {typedEventTarget} from './typed-events.js';

export type RegistrationState = 'unregistered' | 'registering' | 'registered' | 'failed';

/** What an account needs of its phone. */
export interface AccountHost {
  engine(): Promise<SipEngine>;
  openSocket: OpenSocket | undefined;
  product: string;
  incoming(account: Account, session: SipSession, invite: IncomingInvite): SessionHandler;
}

export class RegistrationEvent extends Event {
  constructor(readonly account: Account) {
    super('registration');
  }
}

interface Line {
  link: SignalingLink;
  agent: SipUserAgent;
  aor: string;
}

/** Pauses before a refused registration is tried again, in ms: first and longest. */
const retryPause = {first: 2_000, longest: 60_000};
/**
 * One SIP identity of a phone, and its registration:
 *
 * ```
 * unregistered ──register()──▶ registering ──200──▶ registered
 *      ▲                        │  ▲    ▲               │
 *      │            refused or  │  │    └── link drops, ┘
 *  unregister()    unreachable  ▼  │        expires
 *      └──────────────────── failed ┘ tries again when trying can help
 * ```
 *
 * Wrong credentials are not tried again: the server would lock the user out. Those that expire are fetched anew:
 * their server may not have heard of them yet, or cannot ask while its gateway is away.
 */
export class Account extends typedEventTarget<{registration: RegistrationEvent}>() {
  readonly displayName: string | undefined;
  readonly #options: AccountOptions;
  readonly #host: AccountHost;
  readonly #identity: AccountIdentity;
  #aor: string;
  #registration: RegistrationState = 'unregistered';
  #error: SidetoneError | undefined;
  #line: Promise<Line> | undefined;
  #wanted = false;
  #attempt: Promise<void> | undefined;
  /** The server has granted a binding, and the engine refreshes it. */
  #bound = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = retryPause.first;
  /** Servers left in a row because they could not serve. */
  #left = 0;

  constructor(options: AccountOptions, host: AccountHost) {
    super();
    this.#options = options;
    this.#host = host;
    this.displayName = options.displayName;
    this.#identity = new AccountIdentity(options, () => void this.#renew());
    this.#aor = this.#identity.aor;
  }

  /** `sip:alice@example.org`; empty until fetched when credentials come from a provider. */
  get aor(): string {
    return this.#aor;
  }

  /** The domain that numbers and names are dialled at. */
  get domain(): string {
    return this.#aor.replace(/^.*@/, '');
  }

  get registration(): RegistrationState {
    return this.#registration;
  }

  /** Why the registration failed. */
  get error(): SidetoneError | undefined {
    return this.#error;
  }

  /**
   * Registers, and stays registered until {@link unregister}. Rejects with `server-unreachable`, `credentials-unavailable`,
   * `credentials-rejected`, `user-unknown`, `registration-refused`, `permission-missing` or `aborted`; when trying again can help
   * the account does so by itself, also after a rejection.
   */
  async register({signal}: OperationOptions = {}): Promise<void> {
    throwIfAborted(signal);
    this.#wanted = true;
    const outcome = registrationOutcome(this, signal);
    void this.#begin();
    await outcome;
  }

  /** Has a line, and registers as soon as it is open. */
  async #begin(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const {link} = await this.#openLine();
      if (!this.#identity.permissions.register) return this.#forbidden();
      if (link.state === 'open') void this.#try();
      else this.#set(this.#registration === 'failed' ? 'failed' : 'registering', this.#error);
      link.open().catch(() => {});
    } catch (error) {
      const {reason, again} = lineError(error);
      this.#set('failed', reason);
      if (again && this.#wanted) this.#later(() => this.#begin());
    }
  }

  /** This user does not register, but may call. */
  #forbidden(): void {
    this.#wanted = false;
    this.#set('failed', new SidetoneError('permission-missing', {detail: 'registering'}));
  }

  /** Removes this phone's contact from the server. Calls go on, and can still be made. Once begun it is done, also when nobody waits for it. */
  async unregister({signal}: OperationOptions = {}): Promise<void> {
    throwIfAborted(signal);
    await unlessAborted(this.#unregister(), signal);
  }

  async #unregister(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    const line = await this.#line?.catch(() => undefined);
    if (line && (this.#bound || this.#attempt)) {
      this.#bound = false;
      const left = line.agent.unregister(); // after the REGISTER on its way; what is sent to a link that is away waits
      if (line.link.state === 'open') await left;
    }
    if (!this.#wanted) this.#set('unregistered');
  }

  /** The user agent, with its link open: registered or not, it can send an INVITE. Rejects with `server-unreachable` or `permission-missing`. */
  async agent({signal}: OperationOptions = {}): Promise<SipUserAgent> {
    const {link, agent} = await this.#openLine();
    if (!this.#identity.permissions.call) throw new SidetoneError('permission-missing', {detail: 'calling'});
    await link.open(signal);
    return agent;
  }

  /** Ends everything at once, without a word to the server. */
  close(): void {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#identity.close();
    void this.#line?.then(
      ({link, agent}) => {
        agent.stop();
        link.close();
      },
      () => {},
    );
    this.#line = undefined;
    this.#set('unregistered');
  }

  #openLine(): Promise<Line> {
    if (!this.#line) {
      this.#line = this.#makeLine();
      this.#line.catch(() => (this.#line = undefined));
    }
    return this.#line;
  }

  async #makeLine(): Promise<Line> {
    const [engine, identity] = await Promise.all([this.#host.engine(), this.#identity.get()]);
    this.#aor = checkedAor(identity.aor);
    const {openSocket, product} = this.#host;
    const link = new SignalingLink({servers: identity.servers, ...(openSocket && {openSocket})});
    const agent = engine.createUserAgent({
      aor: this.#aor,
      authUser: identity.authUser,
      password: identity.password,
      ...(this.displayName && {displayName: this.displayName}),
      registerExpires: this.#options.registerExpires ?? identity.registerExpires ?? 300,
      product,
      link,
      handler: {
        incoming: (session, invite) => this.#incoming(session, invite),
        registrationLost: (failure) => this.#failed(failure, link),
      },
    });
    this.#follow(link);
    return {link, agent, aor: this.#aor};
  }

  #incoming(session: SipSession, invite: IncomingInvite): SessionHandler {
    if (this.#identity.permissions.beCalled) return this.#host.incoming(this, session, invite);
    // Once the engine knows who hears of it.
    queueMicrotask(() => session.reject(403));
    return deaf;
  }

  /** Fetches fresh credentials and registers with them ahead of the expiry: the registration has no gap. */
  async #renew(): Promise<void> {
    try {
      const line = await this.#line;
      if (!line) return;
      line.agent.setCredentials(await this.#identity.get());
      if (this.#wanted) void this.#try();
    } catch {
      this.#identity.postpone();
    }
  }

  #follow(link: SignalingLink): void {
    link.addEventListener('state', () => {
      if (!this.#wanted) return;
      if (link.state === 'open') void this.#try();
      if (link.state === 'opening') this.#set('registering');
    });
    link.addEventListener('unreachable', () => {
      if (this.#wanted) this.#set('failed', new SidetoneError('server-unreachable'));
    });
  }

  /** One REGISTER at a time; a link that came back meanwhile asks for another. */
  async #try(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#attempt;
    if (!this.#wanted) return;
    this.#attempt = this.#registerOnce().finally(() => (this.#attempt = undefined));
    await this.#attempt;
  }

  async #registerOnce(): Promise<void> {
    const {link, agent} = await this.#openLine();
    if (!this.#wanted) return;
    if (this.#registration !== 'registered') this.#set('registering');
    try {
      await agent.register();
      this.#bound = this.#wanted;
      this.#pause = retryPause.first;
      this.#left = 0;
      if (this.#wanted && link.state === 'open') this.#set('registered');
    } catch (error) {
      this.#failed(error, link);
    }
  }

  #failed(error: unknown, link: SignalingLink): void {
    this.#bound = false;
    if (!this.#wanted) return;
    const {reason, again} = registrationError(error);
    this.#set('failed', reason);
    if (reason.code === 'credentials-rejected' && this.#identity.expiring)
      return this.#later(() => this.#renew());
    if (!again) return;
    if (link.state !== 'open') return;
    if (this.#left < link.serverCount - 1) {
      this.#left++;
      return link.failOver();
    }
    this.#left = 0; // all of them once: the next round comes after a pause
    const {status = 0, retryAfter = 0} = error instanceof SipFailure ? error : {};
    const renew = async () => link.renew();
    this.#later(status === 0 ? renew : () => this.#try(), retryAfter * 1_000);
  }

  /** After as long as the server asked for, in ms, or a pause that grows. */
  #later(again: () => Promise<void>, asked = 0): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void again(), asked || this.#pause);
    this.#pause = Math.min(this.#pause * 2, retryPause.longest);
  }

  #set(registration: RegistrationState, error?: SidetoneError): void {
    const same = this.#registration === registration && this.#error === error;
    this.#registration = registration;
    this.#error = error;
    if (!same || registration === 'registered') this.dispatchEvent(new RegistrationEvent(this));
  }
}

/** Nobody is told of a call that the user may not take. */
const deaf: SessionHandler = {
  progress: () => {},
  accepted: () => {},
  remoteDirection: () => {},
  remoteParty: () => {},
  digit: () => {},
  ended: () => {},
};
