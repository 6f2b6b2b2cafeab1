import type {
  InviteOptions,
  SessionHandler,
  SipCredentials,
  SipEngine,
  SipParty,
  SipUserAgent,
  UserAgentOptions,
} from '../engine/engine.js';
import {SipFailure} from '../engine/engine.js';
import {FakeRequest} from './fake-request.js';
import {FakeSession} from './fake-session.js';

/**
 * An engine without SIP, for unit tests of whatever stands on {@link SipEngine}. The test plays the server
 * and the far side: `fake.lastSession.progress(180)`, `fake.lastAgent.call('sip:bob@example')`. Runs in Node.
 */
export class FakeEngine implements SipEngine {
  readonly name = 'fake';
  capabilities = {reliableProvisional: true};
  readonly agents: FakeUserAgent[] = [];

  createUserAgent(options: UserAgentOptions): FakeUserAgent {
    const agent = new FakeUserAgent(options);
    this.agents.push(agent);
    return agent;
  }

  /** The user agent made last. */
  get lastAgent(): FakeUserAgent {
    const agent = this.agents.at(-1);
    if (!agent) throw new Error('The phone has made no user agent.');
    return agent;
  }

  /** The session begun last, on the user agent made last. */
  get lastSession(): FakeSession {
    const session = this.lastAgent.sessions.at(-1);
    if (!session) throw new Error('The phone has no session.');
    return session;
  }
}

/** While `manual` is false REGISTER is granted at once; when true it waits in `requests`. */
export class FakeUserAgent implements SipUserAgent {
  manual = false;
  readonly requests: FakeRequest<{expires: number}>[] = [];
  readonly sessions: FakeSession[] = [];
  credentials: SipCredentials;
  stopped = false;
  #count = 0;

  constructor(readonly options: UserAgentOptions) {
    this.credentials = {authUser: options.authUser, password: options.password};
  }

  /** The latest REGISTER, also the one that unregisters. */
  get lastRequest(): FakeRequest<{expires: number}> {
    const request = this.requests.at(-1);
    if (!request) throw new Error('The phone has not registered.');
    return request;
  }

  register(): Promise<{expires: number}> {
    return this.#ask('REGISTER', this.options.registerExpires);
  }

  async unregister(): Promise<void> {
    await this.#ask('UNREGISTER', 0).catch(() => undefined);
  }

  setCredentials(credentials: SipCredentials): void {
    this.credentials = credentials;
  }

  invite(target: string, options: InviteOptions, handler: SessionHandler): FakeSession {
    const session = this.#add(new FakeSession(this.#nextId(), 'outgoing', target, options));
    session.handler = handler;
    return session;
  }

  stop(): void {
    this.stopped = true;
    for (const session of this.sessions) session.abandon();
  }

  /** The far side calls this phone. Header names in lower case. */
  call(
    from: string | SipParty,
    {
      to,
      headers = {},
      manual = false,
    }: {to?: SipParty; headers?: Record<string, string>; manual?: boolean} = {},
  ): FakeSession {
    const caller = typeof from === 'string' ? {uri: from, displayName: ''} : from;
    const session = this.#add(new FakeSession(this.#nextId(), 'incoming', caller.uri));
    session.manual = manual;
    session.handler = this.options.handler.incoming(session, {
      from: caller,
      to: to ?? {uri: this.options.aor, displayName: this.options.displayName ?? ''},
      header: (name) => headers[name],
    });
    return session;
  }

  /** A refresh of the registration fails. */
  loseRegistration(status: number, reason = '', retryAfter?: number): void {
    this.options.handler.registrationLost(new SipFailure(status, reason, retryAfter));
  }

  #add(session: FakeSession): FakeSession {
    this.sessions.push(session);
    return session;
  }

  #nextId(): string {
    return `fake-call-${++this.#count}`;
  }

  #ask(method: FakeRequest['method'], expires: number): Promise<{expires: number}> {
    const request = new FakeRequest(method, [expires], {expires});
    this.requests.push(request);
    if (!this.manual) request.confirm();
    return request.done;
  }
}
