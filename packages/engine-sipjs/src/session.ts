import {
  SipFailure,
  type MediaDirection,
  type SessionEnd,
  type SessionHandler,
  type SipDialog,
  type SipParty,
  type SipSession,
} from '@sidetone/core';
import {endOfMessage, FarParty} from '@sidetone/core/engine-kit';
import {
  SessionState,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type SessionDelegate,
  type SessionDialog,
} from 'sip.js/lib/core/index.js';
import {receiveInfo, sendInfo} from './info.js';
import type {PeerMedia} from './media/peer-media.js';
import {Negotiation} from './negotiation.js';
import {Referrals, replacing} from './referral.js';
import {allowedMethods, type AgentCore} from './sip/agent-core.js';
import {sdpOf} from './sip/body.js';
import type {UpdateRequest} from './sip/receive.js';
import {SessionTimer} from './sip/session-timer.js';
import {sendUpdate} from './sip/update.js';

/** What a session needs of its user agent. */
export interface SessionHost {
  readonly agent: AgentCore;
  forget(session: DialogSession): void;
}

/**
 * What both kinds of sessions do once there is a dialog.
 *
 * ```
 * starting ── established() ──▶ talking ── finish() ──▶ over
 *     └──────────────────── finish() ───────────────────▲
 * ```
 */
export abstract class DialogSession implements SipSession {
  protected coreDialog: SessionDialog | undefined;
  protected readonly host: SessionHost;
  /** Rejects when the session is over. */
  protected readonly whenOver: Promise<never>;
  #over = false;
  #failPending!: (failure: SipFailure) => void;
  readonly #life = new AbortController();
  readonly #party: FarParty;
  #negotiation: Negotiation | undefined;
  readonly #referrals = new Referrals();
  protected readonly timer = new SessionTimer({
    refresh: () => this.#inDialog(this.#refresh()),
    expired: () => this.fail('The session was not refreshed'),
    signal: this.#life.signal,
  });
  #updates = false;

  /** @param id The Call-ID. */
  constructor(
    host: SessionHost,
    readonly id: string,
    party: SipParty | undefined,
  ) {
    this.host = host;
    this.#party = new FarParty(party);
    this.whenOver = new Promise((_resolve, reject) => (this.#failPending = reject));
    this.whenOver.catch(() => undefined);
  }

  protected abstract readonly handler: SessionHandler | undefined;
  /** Our tag in this session's dialogs. */
  abstract readonly localTag: string;
  abstract answer(...options: Parameters<SipSession['answer']>): Promise<void>;
  abstract reject(code: number, reason?: string): void;
  /** Tells the far side that it is over: CANCEL, a refusal, or BYE. */
  protected abstract leave(): void;
  /** The status for an UPDATE that brings an offer before the first one is answered (RFC 3311 5.2). */
  protected abstract readonly earlyOfferStatus: number;

  protected get over(): boolean {
    return this.#over;
  }

  hangup(): void {
    if (this.#over) return;
    this.leave();
    this.finish({by: 'local', code: 0, reason: ''});
  }

  /** Ends without a word, neither to the phone nor to the far side. */
  stop(): void {
    if (!this.#over) this.#close();
  }

  get dialog(): SipDialog | undefined {
    return this.#over || !this.#negotiation || !this.coreDialog ? undefined : describe(this.coreDialog);
  }

  async renegotiate(direction: MediaDirection): Promise<void> {
    if (this.#over || !this.#negotiation) throw new SipFailure(0, 'Not in a call');
    await this.#inDialog(this.#negotiation.renegotiate(direction));
  }

  async info(contentType: string, body: string): Promise<void> {
    await this.#inDialog(sendInfo(this.#talking(), contentType, body));
  }

  async refer(
    target: string | SipSession,
    options: {onProgress?: (code: number, reason: string) => void} = {},
  ): Promise<void> {
    const dialog = this.#talking();
    const referTo = referToOf(target);
    const {agent} = this.host;
    const headers = [`Referred-By: <${agent.aor.toString()}>`, `Contact: ${agent.contact}`];
    const referred = this.#referrals.refer(dialog, {referTo, headers, onProgress: options.onProgress});
    await this.#inDialog(referred);
  }

  /** @internal The dialog that another session's far side shall be put into. */
  get replaceable(): SessionDialog | undefined {
    return this.#over ? undefined : this.coreDialog;
  }

  /** An UPDATE arrived, in an early or an established dialog (RFC 3311). */
  receiveUpdate(request: UpdateRequest): void {
    const offer = sdpOf(request.message);
    this.noteParty(request.message);
    const accepting = () => [...this.offerHeaders, ...this.timer.accept(request.message)];
    if (offer === undefined) request.accept({statusCode: 200, extraHeaders: accepting()});
    else if (this.#negotiation) void this.#negotiation.receiveUpdate(request, offer);
    else {
      const statusCode = this.earlyOfferStatus;
      request.reject({statusCode, extraHeaders: statusCode === 500 ? ['Retry-After: 2'] : []});
    }
  }

  /** The headers of what carries an offer or an answer. */
  protected get offerHeaders(): string[] {
    return [`Contact: ${this.host.agent.contact}`, `Allow: ${allowedMethods}`];
  }

  /** The peer connection is this session's from now on; when it fails, the call is over. */
  protected adopt(media: PeerMedia): void {
    media.watch(() => this.fail('The connection for the sound failed'), this.#life.signal);
  }

  /** Both descriptions are in place: from now on either side may change the session. */
  protected establish(media: PeerMedia, madeCallId: boolean, remoteSdp: string): void {
    if (!this.coreDialog) return;
    this.#negotiation = new Negotiation({
      dialog: this.coreDialog,
      media,
      remoteSdp,
      madeCallId,
      headers: this.offerHeaders,
      timer: this.timer,
      remoteDirection: (direction) => this.tell((handler) => handler.remoteDirection(direction)),
      answered: (message) => this.noteParty(message),
      unacknowledged: () => this.fail('No ACK'),
      over: this.whenOver,
    });
    this.tell((handler) => handler.accepted());
  }

  /** The message in which the far side says what it takes. */
  protected noteMethods(message: IncomingRequestMessage | IncomingResponseMessage): void {
    this.#updates = /\bUPDATE\b/.test(message.getHeaders('allow').join());
  }

  /** What a dialog may bring at any time. `firstAck` is told the ACK of the INVITE that made the dialog. */
  protected delegate(firstAck?: (message: IncomingRequestMessage) => void): SessionDelegate {
    let awaited = firstAck;
    return {
      onAck: ({message}) => {
        const first = awaited;
        awaited = undefined;
        if (first) first(message);
        else this.#negotiation?.receiveAck(message);
      },
      onAckTimeout: () => {
        this.bye();
        this.finish({by: 'network', code: 0, reason: 'No ACK'});
      },
      onBye: (request) => {
        request.accept();
        this.finish(endOfMessage(request.message));
      },
      onInfo: (request) => {
        const digit = receiveInfo(request);
        if (digit) this.tell((handler) => handler.digit(digit));
      },
      onInvite: (request) => {
        this.noteParty(request.message);
        if (this.#negotiation) void this.#negotiation.receiveInvite(request);
        else request.reject({statusCode: 491});
      },
      onMessage: (request) => void request.reject({statusCode: 405}),
      onNotify: (request) => this.#referrals.receiveNotify(request),
      onRefer: (request) => void request.reject({statusCode: 603}),
    };
  }

  protected tell(event: (handler: SessionHandler) => void): void {
    if (!this.#over && this.handler) event(this.handler);
  }

  /** Something on the way, or here, broke the call. */
  protected fail(reason: string): void {
    if (this.#over) return;
    this.leave();
    this.finish({by: 'network', code: 0, reason});
  }

  protected finish(end: SessionEnd): void {
    if (this.#over) return;
    const {handler} = this;
    this.#close();
    queueMicrotask(() => handler?.ended(end));
  }

  /** BYE, unless the dialog is gone already. Before the ACK a callee must not (RFC 3261 15): see IncomingSession. */
  protected bye(): void {
    const dialog = this.coreDialog;
    if (dialog && dialog.sessionState !== SessionState.Terminated) dialog.bye();
  }

  #close(): void {
    this.#over = true;
    this.#life.abort();
    this.#failPending(new SipFailure(0, 'The call is over'));
    this.host.forget(this);
  }

  #talking(): SessionDialog {
    if (this.#over || !this.#negotiation || !this.coreDialog) throw new SipFailure(0, 'Not in a call');
    return this.coreDialog;
  }

  /** A request in the dialog, which is over when the far side does not know it any more (RFC 3261 12.2.1.2). */
  async #inDialog(request: Promise<void>): Promise<void> {
    try {
      await Promise.race([request, this.whenOver]);
    } catch (error) {
      if (error instanceof SipFailure && error.status === 481 && !this.#over) {
        this.leave();
        this.finish({by: 'remote', code: 481, reason: error.reason});
      }
      throw error;
    }
  }

  async #refresh(): Promise<void> {
    if (!this.#updates) return this.#negotiation?.refresh();
    const headers = [`Contact: ${this.host.agent.contact}`, ...this.timer.headers];
    this.timer.confirmed(await sendUpdate(this.#talking(), headers));
  }

  protected noteParty(message: Parameters<FarParty['learn']>[0]): void {
    const party = this.#party.learn(message);
    if (party) this.tell((handler) => handler.remoteParty(party));
  }
}

function describe(dialog: SessionDialog): SipDialog {
  const {callId, localTag, remoteTag, localSequenceNumber, remoteSequenceNumber} = dialog;
  return {
    callId,
    localTag,
    remoteTag,
    localUri: dialog.localURI.toRaw(),
    remoteUri: dialog.remoteURI.toRaw(),
    remoteTarget: dialog.remoteTarget.toRaw(),
    routeSet: [...dialog.routeSet],
    ...(localSequenceNumber !== undefined && {localSequence: localSequenceNumber}),
    ...(remoteSequenceNumber !== undefined && {remoteSequence: remoteSequenceNumber}),
  };
}

function referToOf(target: string | SipSession): string {
  if (typeof target === 'string') {
    if (!/^sips?:[^\s<>"]+$/i.test(target)) throw new SipFailure(0, 'Not a SIP URI');
    return `<${target}>`;
  }
  const dialog = target instanceof DialogSession ? target.replaceable : undefined;
  if (!dialog) throw new SipFailure(0, 'The other call is not established');
  return replacing(dialog);
}
