import {SipFailure, type InviteOptions, type SessionHandler} from '@sidetone/core';
import {endOfMessage, inviteHeaders, parseParty} from '@sidetone/core/engine-kit';
import {
  InviteUserAgentClient,
  TransactionState,
  type AckableIncomingResponseWithSession,
  type IncomingResponse,
  type PrackableIncomingResponseWithSession,
  type SessionDialog,
  type URI,
} from 'sip.js/lib/core/index.js';
import {PeerMedia} from './media/peer-media.js';
import {DialogSession, type SessionHost} from './session.js';
import {sdpBody, sdpOf} from './sip/body.js';
import {isTimeout} from './sip/failure.js';
import {refreshTarget} from './sip/refresh-target.js';
import {askForTimer} from './sip/session-timer.js';
import {randomToken} from './sip/token.js';

/** A call that we make (RFC 3261 13.2). */
export class OutgoingSession extends DialogSession {
  readonly localTag = randomToken();
  protected readonly handler: SessionHandler;
  protected readonly earlyOfferStatus = 491;
  readonly #media: PeerMedia;
  #invite: InviteUserAgentClient | undefined;
  /** Branch of the INVITE that a CANCEL was sent for; `''` when it waits for a provisional response. */
  #cancelled: string | undefined;
  #earlySdp: string | undefined;
  /** Descriptions are applied, and told, in the order in which they came. */
  #applied: Promise<unknown> = Promise.resolve();

  constructor(host: SessionHost, target: string, options: InviteOptions, handler: SessionHandler) {
    super(host, randomToken() + randomToken(), parseParty(target));
    this.handler = handler;
    this.#media = new PeerMedia(options);
    this.adopt(this.#media);
  }

  /** Sends the INVITE as soon as its offer is ready. */
  async start(target: URI | undefined, options: InviteOptions): Promise<void> {
    await Promise.resolve();
    try {
      if (!target) throw new Error('Not a SIP URI');
      const lines = inviteHeaders(options);
      const offer = await this.#media.offer();
      if (!this.over) this.#send(target, lines, offer);
    } catch (error) {
      this.finish({by: 'network', code: 0, reason: error instanceof Error ? error.message : String(error)});
    }
  }

  answer(): Promise<void> {
    return Promise.reject(new SipFailure(0, 'Only an incoming call can be answered'));
  }

  reject(): void {
    this.hangup();
  }

  protected leave(): void {
    if (this.coreDialog) this.bye();
    else this.#cancel();
  }

  #send(target: URI, headers: string[], offer: string): void {
    const {core, aor} = this.host.agent;
    const message = core.makeOutgoingRequestMessage(
      'INVITE',
      target,
      aor,
      target,
      {callId: this.id, fromTag: this.localTag},
      [...this.offerHeaders, askForTimer, ...headers],
      sdpBody(offer),
    );
    this.#invite = new InviteUserAgentClient(core, message, {
      onTrying: () => this.#cancelAgain(),
      onProgress: (response) => this.#progressed(response),
      onAccept: (response) => this.#accepted(response),
      onRedirect: (response) => this.#refused(response),
      onReject: (response) => this.#refused(response),
    });
  }

  #cancel(): void {
    this.#cancelled = '';
    if (this.#invite?.transaction.state === TransactionState.Proceeding) this.#cancelAgain();
  }

  /** A challenge may send the INVITE anew, with another branch, after it was cancelled: so may we. */
  #cancelAgain(): void {
    const branch = this.#invite?.message.branch ?? '';
    if (this.#cancelled === undefined || this.#cancelled === branch) return;
    this.#cancelled = branch;
    this.#invite?.cancel();
  }

  #progressed(response: PrackableIncomingResponseWithSession): void {
    const {message} = response;
    this.#cancelAgain();
    const rseq = message.getHeader('rseq');
    if (rseq && /\b100rel\b/.test(message.getHeader('require') ?? ''))
      response.prack({extraHeaders: [`RAck: ${rseq} ${message.getHeader('cseq')}`]});
    const sdp = sdpOf(message);
    this.#earlySdp = sdp ?? this.#earlySdp;
    this.#applied = this.#applied.then(async () => {
      this.noteParty(message);
      const earlyMedia = sdp !== undefined && !this.over && (await this.#applyEarly(sdp));
      this.tell((handler) =>
        handler.progress({code: message.statusCode ?? 0, reason: message.reasonPhrase ?? '', earlyMedia}),
      );
    });
  }

  #applyEarly(sdp: string): Promise<boolean> {
    return this.#media.applyEarlyAnswer(sdp).then(
      () => true,
      () => false,
    );
  }

  #accepted(response: AckableIncomingResponseWithSession): void {
    const dialog = response.session as SessionDialog;
    refreshTarget(dialog, response.message);
    response.ack();
    // Cancelled too late, or another branch of a fork answered as well.
    if (this.over || this.coreDialog) {
      dialog.bye();
      return;
    }
    this.coreDialog = dialog;
    dialog.delegate = this.delegate();
    this.noteMethods(response.message);
    this.timer.confirmed(response.message);
    const answer = sdpOf(response.message) ?? this.#earlySdp;
    this.#applied = this.#applied.then(() => {
      this.noteParty(response.message);
      return this.#establish(answer);
    });
  }

  async #establish(answer: string | undefined): Promise<void> {
    if (this.over) return;
    try {
      if (answer === undefined) throw new Error('missing');
      await this.#media.applyAnswer(answer);
    } catch {
      this.fail('The far side answered with a session description that cannot be used');
      return;
    }
    if (!this.over) this.establish(this.#media, true, answer);
  }

  #refused(response: IncomingResponse): void {
    const {message} = response;
    if (isTimeout(response)) this.finish({by: 'network', code: 0, reason: 'No response'});
    else this.finish(endOfMessage(message, message.statusCode, message.reasonPhrase));
  }
}
