import {
  SipFailure,
  type DialogId,
  type InviteOptions,
  type MediaDirection,
  type MediaOptions,
  type SessionEnd,
  type SessionHandler,
  type SipDialog,
  type SipSession,
} from '@sidetone/core';
import {asFailure, FarParty, inviteHeaders, parseDigit, parseParty} from '@sidetone/core/engine-kit';
import {describeDialog, hangUpForks, refreshTarget, refuseLateAnswer, useConnection} from './internals.js';
import {
  RTCSession,
  type EndEvent,
  type IncomingRequest,
  type OfferEvent,
  type Session,
  type Uri,
  type UserAgent,
} from './jssip.js';
import {Negotiation} from './negotiation.js';
import {Peer} from './peer.js';
import {refer, referToWithReplaces} from './refer.js';
import {sendInDialog} from './request.js';
import {parseUri} from './uri.js';
import {sessionEnd} from './session-end.js';

/** JsSIP captures no microphone. Session timers at the value that RFC 4028 4 recommends: nobody finds it too small. */
const mediaOptions = {mediaConstraints: {audio: false, video: false}, sessionTimersExpires: 1_800} as const;

/** One JsSIP session behind the seam. */
export class JssipSession implements SipSession {
  id = '';
  readonly #session: Session;
  readonly #direction: 'outgoing' | 'incoming';
  readonly #aor: string;
  readonly #life = new AbortController();
  readonly #over: Promise<never>;
  #breakOff: (failure: SipFailure) => void = () => {};
  readonly #established: Promise<void>;
  #establish: () => void = () => {};
  #handler: SessionHandler | undefined;
  #end: SessionEnd | undefined;
  /** What this side has asked for, or knows before JsSIP tells it. */
  #intended: SessionEnd | undefined;
  #hangupOnceEstablished = false;
  #dialog: DialogId | undefined;
  #party: FarParty | undefined;
  #peer: Peer | undefined;
  #negotiation: Negotiation | undefined;

  private constructor(session: Session, direction: 'outgoing' | 'incoming', aor: string) {
    this.#session = session;
    this.#direction = direction;
    this.#aor = aor;
    this.#over = new Promise((_, reject) => (this.#breakOff = reject));
    this.#over.catch(() => {});
    this.#established = new Promise((resolve) => (this.#establish = resolve));
    this.#listen();
  }

  /** For an INVITE that `connect` will send. */
  static outgoing(ua: UserAgent, aor: string, handler: SessionHandler): JssipSession {
    const session = new JssipSession(new RTCSession(ua), 'outgoing', aor);
    session.#handler = handler;
    hangUpForks(session.#session);
    return session;
  }

  /** For an INVITE that arrived. What happens before `attach` is told then. */
  static receive(session: Session, request: IncomingRequest, aor: string): JssipSession {
    const incoming = new JssipSession(session, 'incoming', aor);
    incoming.id = request.call_id;
    incoming.#dialog = {callId: request.call_id, localTag: request.to_tag, remoteTag: request.from_tag};
    incoming.#party = new FarParty(parseParty(request.getHeader('from')));
    incoming.#party.learn(request);
    return incoming;
  }

  /** Sends the INVITE. What keeps it from being sent is told to the handler. */
  connect(target: string, options: InviteOptions): void {
    try {
      const extraHeaders = inviteHeaders(options);
      const uri = parseUri(target);
      this.#party = new FarParty(parseParty(target));
      this.#usePeer(options);
      this.#session.connect(uri, {...mediaOptions, extraHeaders});
    } catch (error) {
      const {reason} = asFailure(error);
      queueMicrotask(() => this.#finish({by: 'network', code: 0, reason}));
    }
  }

  attach(handler: SessionHandler): void {
    this.#handler = handler;
    if (this.#end) handler.ended(this.#end);
  }

  /** Ends without a word, to the far side and to the handler. */
  abandon(): void {
    this.#handler = undefined;
    this.#finish({by: 'local', code: 0, reason: ''});
  }

  /** Resolves when the session is over. */
  get over(): Promise<void> {
    return this.#over.catch(() => {});
  }

  get dialog(): SipDialog | undefined {
    return this.#negotiation && !this.#end ? describeDialog(this.#session) : undefined;
  }

  /** The Refer-To that makes another phone take this session's place, once there is a dialog. */
  get replacement(): Uri | undefined {
    return this.#dialog && referToWithReplaces(this.#session.remote_identity.uri, this.#dialog);
  }

  async answer(options: MediaOptions): Promise<void> {
    this.#usePeer(options);
    try {
      this.#session.answer(mediaOptions);
    } catch (error) {
      throw asFailure(error);
    }
    await this.#untilOver(this.#established);
  }

  reject(code: number, reason = ''): void {
    if (this.#end) return;
    if (!this.#session.isInProgress()) return this.hangup();
    this.#intended = {by: 'local', code, reason};
    this.#session.terminate({status_code: code, ...(reason && {reason_phrase: reason})});
  }

  hangup(): void {
    this.#terminate({by: 'local', code: 0, reason: ''});
  }

  renegotiate(direction: MediaDirection): Promise<void> {
    return this.#inDialog(
      this.#negotiation?.renegotiate(direction) ??
        Promise.reject(new SipFailure(0, 'The call is not established')),
    );
  }

  async info(contentType: string, body: string): Promise<void> {
    const headers = [`Content-Type: ${contentType}`];
    await this.#inDialog(sendInDialog(this.#session, {method: 'INFO', headers, body}));
  }

  async refer(
    target: string | SipSession,
    {onProgress}: {onProgress?: (code: number, reason: string) => void} = {},
  ): Promise<void> {
    if (!this.#negotiation) throw new SipFailure(0, 'The call is not established');
    const options = {target: referTo(target), referredBy: this.#aor, onProgress};
    await this.#inDialog(refer(this.#session, options));
  }

  #usePeer(media: MediaOptions): void {
    this.#peer = new Peer(media);
    useConnection(this.#session, this.#peer);
    this.#peer.onceFailed(
      () =>
        this.#terminate(
          {by: 'network', code: 0, reason: 'No media'},
          {status_code: 408, reason_phrase: 'No media'},
        ),
      this.#life.signal,
    );
  }

  #listen(): void {
    const session = this.#session;
    session.on('progress', ({response}) => {
      if (!response || this.#end) return;
      this.#learnParty(response);
      this.#handler?.progress({
        code: response.status_code,
        reason: response.reason_phrase,
        earlyMedia: response.body !== '' && this.#peer?.remoteSdp === response.body,
      });
    });
    session.on('accepted', ({response}) => {
      if (!response || this.#end) return;
      refreshTarget(this.#session, response);
      this.#dialog = {callId: response.call_id, localTag: response.from_tag, remoteTag: response.to_tag};
      this.#learnParty(response);
    });
    session.on('confirmed', () => this.#confirmed());
    session.on('failed', (event) => this.#ended(event));
    session.on('ended', (event) => this.#ended(event));
    session.on('reinvite', (event) => this.#offered(event));
    session.on('update', (event) => this.#offered(event));
    for (const type of ['newDTMF', 'newInfo'] as const)
      session.on(type, ({originator, request}) => originator === 'remote' && this.#digit(request));
    // JsSIP has answered 202; this says 603 in a NOTIFY.
    session.on('refer', (event) => event.reject());
    // Rings like any other call; JsSIP ends this one when that one is answered (RFC 3891).
    session.on('replaces', (event) => {
      this.#intended = {by: 'remote', code: 0, reason: 'Replaced'};
      event.accept();
    });
  }

  #confirmed(): void {
    if (this.#end) return;
    if (this.#hangupOnceEstablished) return this.#session.terminate();
    this.#negotiation = new Negotiation({
      session: this.#session,
      peer: this.#peer!,
      madeCallId: this.#direction === 'outgoing',
      over: this.#over,
      remoteDirection: (direction) => this.#handler?.remoteDirection(direction),
      answered: (response) => this.#learnParty(response),
    });
    this.#establish();
    this.#handler?.accepted();
  }

  #offered(event: OfferEvent): void {
    if (!this.#negotiation) return event.reject({status_code: 491});
    this.#learnParty(event.request);
    this.#negotiation.receive(event);
  }

  #digit(request: IncomingRequest): void {
    const digit = parseDigit(request.getHeader('content-type'), request.body);
    if (digit !== undefined) this.#handler?.digit(digit);
  }

  #learnParty(message: Parameters<FarParty['learn']>[0]): void {
    const party = this.#party?.learn(message);
    if (party) this.#handler?.remoteParty(party);
  }

  #terminate(intended: SessionEnd, options: {status_code?: number; reason_phrase?: string} = {}): void {
    if (this.#end) return;
    this.#intended = intended;
    const answered = this.#session.isEstablished();
    if (this.#direction === 'outgoing' && answered && !this.#negotiation) {
      // JsSIP has the answer and has not sent the ACK, which comes before a BYE (RFC 3261 15).
      this.#hangupOnceEstablished = true;
      return;
    }
    if (this.#direction === 'outgoing' && !answered) refuseLateAnswer(this.#session);
    this.#session.terminate(options);
  }

  #ended(event: EndEvent): void {
    this.#finish(sessionEnd(event, this.#intended));
  }

  #finish(end: SessionEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#life.abort();
    this.#breakOff(new SipFailure(end.code, end.reason || 'The call is over'));
    this.#handler?.ended(end);
  }

  /** A request in the dialog, which is over when the far side does not know it any more (RFC 3261 12.2.1.2). */
  async #inDialog<Result>(request: Promise<Result>): Promise<Result> {
    try {
      return await this.#untilOver(request);
    } catch (error) {
      if (error instanceof SipFailure && error.status === 481)
        this.#terminate({by: 'remote', code: 481, reason: error.reason});
      throw error;
    }
  }

  #untilOver<Result>(promise: Promise<Result>): Promise<Result> {
    return Promise.race([promise, this.#over]);
  }
}

function referTo(target: string | SipSession): Uri {
  if (typeof target === 'string') return parseUri(target);
  const uri = target instanceof JssipSession && target.replacement;
  if (!uri) throw new SipFailure(0, 'The other call is not established');
  return uri;
}
