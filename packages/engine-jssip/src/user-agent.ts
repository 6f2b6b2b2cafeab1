import {
  SidetoneError,
  type InviteOptions,
  type SessionHandler,
  type SipCredentials,
  type SipSession,
  type SipUserAgent,
  type UserAgentHandler,
  type UserAgentOptions,
} from '@sidetone/core';
import {parseParty, unsupportedExtensions} from '@sidetone/core/engine-kit';
import {UA, type IncomingRequest, type Session, type UserAgent} from './jssip.js';
import {LinkSocket} from './link-socket.js';
import {Registration} from './registration.js';
import {JssipSession} from './session.js';

/** How long a call rings is for the caller and the phone to say: JsSIP's own limit, in seconds, is out of the way. */
const noAnswerTimeout = 86_400;

/** Option tags that a caller may insist on: what JsSIP does, though it looks at no Require header. */
const extensions = ['timer', 'replaces'];

/** One JsSIP UA behind the seam. */
export class JssipUserAgent implements SipUserAgent {
  readonly #ua: UserAgent;
  readonly #socket: LinkSocket;
  readonly #handler: UserAgentHandler;
  readonly #registration: Registration;
  readonly #sessions = new Set<JssipSession>();
  readonly #aor: string;
  #credentials: SipCredentials;
  #dialling: JssipSession | undefined;

  constructor(options: UserAgentOptions) {
    this.#handler = options.handler;
    this.#credentials = options;
    this.#aor = options.aor;
    this.#socket = new LinkSocket(options.link);
    this.#ua = createUa(options, this.#socket);
    this.#registration = new Registration(this.#ua, {
      expires: options.registerExpires,
      lost: (failure) => this.#handler.registrationLost(failure),
    });
    // After each challenge JsSIP forgets the password and keeps a hash that is good for one realm only.
    this.#ua.on('newTransaction', () => this.#useCredentials());
    this.#ua.on('newRTCSession', (event) => {
      if (event.originator === 'remote') this.#receive(event.session, event.request);
      else if (this.#dialling) this.#dialling.id = event.request.call_id;
    });
    this.#ua.start();
  }

  register(): Promise<{expires: number}> {
    return this.#registration.register();
  }

  unregister(): Promise<void> {
    return this.#registration.unregister();
  }

  setCredentials({authUser, password}: SipCredentials): void {
    this.#credentials = {authUser, password};
    this.#useCredentials();
  }

  invite(target: string, options: InviteOptions, handler: SessionHandler): SipSession {
    const session = this.#keep(JssipSession.outgoing(this.#ua, this.#aor, handler));
    this.#dialling = session;
    session.connect(target, options);
    this.#dialling = undefined;
    return session;
  }

  stop(): void {
    this.#socket.disconnect();
    this.#registration.close();
    for (const session of this.#sessions) session.abandon();
    this.#ua.stop();
  }

  #receive(rtcSession: Session, request: IncomingRequest): void {
    const unsupported = unsupportedExtensions(request.getHeaders('require'), extensions);
    if (unsupported.length) {
      const extraHeaders = [`Unsupported: ${unsupported.join(', ')}`];
      return rtcSession.terminate({status_code: 420, extraHeaders});
    }
    const session = this.#keep(JssipSession.receive(rtcSession, request, this.#aor));
    const party = (name: string) => parseParty(request.getHeader(name)) ?? {uri: '', displayName: ''};
    const handler = this.#handler.incoming(session, {
      from: party('from'),
      to: party('to'),
      header: (name) => request.getHeader(name),
    });
    session.attach(handler);
  }

  #keep(session: JssipSession): JssipSession {
    this.#sessions.add(session);
    void session.over.then(() => this.#sessions.delete(session));
    return session;
  }

  #useCredentials(): void {
    this.#ua.set('authorization_user', this.#credentials.authUser);
    this.#ua.set('password', this.#credentials.password);
  }
}

function createUa(options: UserAgentOptions, socket: LinkSocket): UserAgent {
  const {aor, authUser, password, displayName, product} = options;
  try {
    return new UA({
      sockets: [socket],
      // TLS or not is the link's; JsSIP knows no other scheme than this.
      uri: aor.replace(/^sips:/i, 'sip:'),
      authorization_user: authUser,
      password,
      ...(displayName && {display_name: displayName.replace(/[\r\n]+/g, ' ')}),
      user_agent: product,
      register: false,
      register_expires: options.registerExpires,
      session_timers: true,
      no_answer_timeout: noAnswerTimeout,
    });
  } catch (cause) {
    throw new SidetoneError('configuration-invalid', {cause});
  }
}
