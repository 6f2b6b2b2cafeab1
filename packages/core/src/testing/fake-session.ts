import type {
  InviteOptions,
  MediaDirection,
  MediaOptions,
  SessionEnd,
  SessionHandler,
  SipDialog,
  SipParty,
  SipSession,
} from '../engine/engine.js';
import {FakeRequest} from './fake-request.js';

const phrases: Record<number, string> = {
  180: 'Ringing',
  183: 'Session Progress',
  486: 'Busy Here',
  603: 'Decline',
};

/**
 * A session whose far side is the test: `progress(180)`, `accept()`, `end({code: 486})`. While `manual` is
 * false each request is confirmed at once; when true it waits in `requests` for `confirm()` or `refuse()`.
 */
export class FakeSession implements SipSession {
  manual = false;
  handler!: SessionHandler;
  readonly requests: FakeRequest[] = [];
  /** The refusal of an incoming session, once there is one. */
  rejected: {code: number; reason?: string} | undefined;
  hungUp = false;
  /** The connection handed in by `invite` or `answer`. */
  connection: RTCPeerConnection | undefined;
  #established = false;
  #ended = false;

  constructor(
    readonly id: string,
    readonly direction: 'outgoing' | 'incoming',
    /** The SIP URI that was called, or the caller's. */
    readonly target: string,
    readonly options?: InviteOptions,
  ) {
    this.connection = options?.connection;
  }

  get dialog(): SipDialog | undefined {
    if (!this.#established || this.#ended) return undefined;
    const tags = {callId: this.id, localTag: 'here', remoteTag: 'there'};
    const uris = {localUri: 'sip:alice@example.org', remoteUri: this.target, remoteTarget: this.target};
    return {...tags, ...uris, routeSet: [], localSequence: 1};
  }

  /** The latest request. */
  get lastRequest(): FakeRequest {
    const request = this.requests.at(-1);
    if (!request) throw new Error('The phone has asked nothing of this session.');
    return request;
  }

  async answer(options: MediaOptions): Promise<void> {
    this.connection = options.connection;
    await this.#ask('ANSWER', options);
    this.accept();
  }

  reject(code: number, reason?: string): void {
    this.rejected = {code, ...(reason === undefined ? {} : {reason})};
    this.end({by: 'local', code, reason: reason ?? ''});
  }

  hangup(): void {
    this.hungUp = true;
    this.end({by: 'local'});
  }

  renegotiate(direction: MediaDirection): Promise<void> {
    return this.#ask('RENEGOTIATE', direction);
  }

  info(contentType: string, body: string): Promise<void> {
    return this.#ask('INFO', contentType, body);
  }

  refer(
    target: string | SipSession,
    options?: {onProgress?: (code: number, reason: string) => void},
  ): Promise<void> {
    return this.#ask('REFER', target, options);
  }

  /** The far side sends a provisional response. */
  progress(code: number, {reason = phrases[code] ?? '', earlyMedia = false} = {}): void {
    if (!this.#ended) this.handler.progress({code, reason, earlyMedia});
  }

  /** The far side answers, or acknowledges our answer. */
  accept(): void {
    if (this.#ended || this.#established) return;
    this.#established = true;
    this.handler.accepted();
  }

  /** The far side refuses (`{code: 486}`), hangs up or cancels (nothing), or the network fails (`{by: 'network'}`). */
  end(end: Partial<SessionEnd> = {}): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const request of this.requests) request.refuse(0, 'The session ended');
    this.handler.ended({by: 'remote', code: 0, reason: phrases[end.code ?? 0] ?? '', ...end});
  }

  /** The far side holds (`sendonly`, `inactive`) or resumes (`sendrecv`). */
  remoteDirection(direction: MediaDirection): void {
    if (!this.#ended) this.handler.remoteDirection(direction);
  }

  remoteParty(party: SipParty): void {
    if (!this.#ended) this.handler.remoteParty(party);
  }

  digit(digit: string): void {
    if (!this.#ended) this.handler.digit(digit);
  }

  /** Ends without a word, as the user agent's `stop` does. */
  abandon(): void {
    this.#ended = true;
  }

  #ask(method: FakeRequest['method'], ...args: unknown[]): Promise<void> {
    const request = new FakeRequest<void>(method, args, undefined);
    this.requests.push(request);
    if (this.#ended) request.refuse(0, 'The session is over');
    else if (!this.manual) request.confirm();
    return request.done;
  }
}
