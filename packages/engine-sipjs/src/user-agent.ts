import type {
  InviteOptions,
  SessionHandler,
  SipCredentials,
  SipSession,
  SipUserAgent,
  UserAgentOptions,
} from '@sidetone/core';
import {unsupportedExtensions} from '@sidetone/core/engine-kit';
import {Grammar, type IncomingInviteRequest} from 'sip.js/lib/core/index.js';
import {IncomingSession} from './incoming-session.js';
import {OutgoingSession} from './outgoing-session.js';
import {Registration} from './registration.js';
import type {DialogSession, SessionHost} from './session.js';
import {createAgentCore, extensions, type AgentCore} from './sip/agent-core.js';
import {receive} from './sip/receive.js';

/** One account on SIP.js' core. */
export class SipjsUserAgent implements SipUserAgent, SessionHost {
  readonly agent: AgentCore;
  readonly #options: UserAgentOptions;
  readonly #registration: Registration;
  readonly #sessions = new Set<DialogSession>();
  #credentials: SipCredentials;

  /** @throws SidetoneError `configuration-invalid` when `aor` is no SIP address. */
  constructor(options: UserAgentOptions) {
    this.#options = options;
    this.#credentials = {authUser: options.authUser, password: options.password};
    this.agent = createAgentCore(options, () => this.#credentials, {
      onInvite: (request) => this.#invited(request),
      onMessage: (request) => void request.reject({statusCode: 405}),
    });
    this.#registration = new Registration(this.agent, options.registerExpires, (failure) =>
      options.handler.registrationLost(failure),
    );
    options.link.receive = (message) => this.#receive(message);
  }

  register(): Promise<{expires: number}> {
    return this.#registration.register();
  }

  unregister(): Promise<void> {
    return this.#registration.unregister();
  }

  setCredentials({authUser, password}: SipCredentials): void {
    this.#credentials = {authUser, password};
  }

  invite(target: string, options: InviteOptions, handler: SessionHandler): SipSession {
    const session = new OutgoingSession(this, target, options, handler);
    this.#sessions.add(session);
    void session.start(Grammar.URIParse(target), options);
    return session;
  }

  stop(): void {
    this.#registration.stop();
    for (const session of [...this.#sessions]) session.stop();
    this.#options.link.receive = undefined;
    this.agent.core.dispose();
  }

  forget(session: DialogSession): void {
    this.#sessions.delete(session);
  }

  #receive(text: string): void {
    receive(this.agent, text, (request, dialog) => {
      const session = [...this.#sessions].find(
        ({id, localTag}) => id === dialog.callId && localTag === dialog.localTag,
      );
      session?.receiveUpdate(request);
      return session !== undefined;
    });
  }

  #invited(request: IncomingInviteRequest): void {
    const unsupported = unsupportedExtensions(request.message.getHeaders('require'), extensions);
    if (unsupported.length) {
      request.reject({statusCode: 420, extraHeaders: [`Unsupported: ${unsupported.join(', ')}`]});
      return;
    }
    const session = new IncomingSession(this, request);
    this.#sessions.add(session);
    session.attach(this.#options.handler.incoming(session, session.invite));
  }
}
