import {
  SipFailure,
  type IncomingInvite,
  type MediaOptions,
  type SessionHandler,
  type SipParty,
} from '@sidetone/core';
import {assertedParty, endOfMessage, parseParty} from '@sidetone/core/engine-kit';
import {
  SessionState,
  type IncomingInviteRequest,
  type IncomingRequestMessage,
  type SessionDialog,
} from 'sip.js/lib/core/index.js';
import {PeerMedia} from './media/peer-media.js';
import {DialogSession, type SessionHost} from './session.js';
import {sdpBody, sdpOf} from './sip/body.js';

/** A call that comes in (RFC 3261 13.3). It rings as soon as it is made. */
export class IncomingSession extends DialogSession {
  readonly localTag: string;
  readonly invite: IncomingInvite;
  protected handler: SessionHandler | undefined;
  protected readonly earlyOfferStatus = 500;
  readonly #request: IncomingInviteRequest;
  #answering = false;
  #final = false;

  constructor(host: SessionHost, request: IncomingInviteRequest) {
    const {message} = request;
    const from = partyOf(message, 'from');
    super(host, message.callId, assertedParty((name) => message.getHeader(name)) ?? from);
    this.#request = request;
    this.invite = {from, to: partyOf(message, 'to'), header: (name) => message.getHeader(name)};
    request.delegate = {onCancel: (cancel) => this.#cancelled(cancel)};
    const {session} = request.progress({statusCode: 180, extraHeaders: reliably(message)});
    this.localTag = session.localTag;
    this.noteMethods(message);
  }

  attach(handler: SessionHandler): void {
    this.handler = handler;
  }

  async answer(options: MediaOptions): Promise<void> {
    if (this.over || this.#answering) throw new SipFailure(0, 'This call cannot be answered any more');
    this.#answering = true;
    const media = new PeerMedia(options);
    this.adopt(media);
    const offer = sdpOf(this.#request.message);
    let body: string;
    try {
      body = await Promise.race([offer === undefined ? media.offer() : media.answer(offer), this.whenOver]);
    } catch (error) {
      this.reject(488);
      throw error instanceof SipFailure ? error : new SipFailure(488, 'Not Acceptable Here');
    }
    const ack = await Promise.race([this.#accept(body), this.whenOver]);
    const remote = offer ?? sdpOf(ack);
    if (offer === undefined) await this.#applyLateAnswer(media, remote);
    if (!this.over) this.establish(media, false, remote ?? '');
  }

  reject(code: number, reason?: string): void {
    if (this.over || this.#final) return;
    this.#refuse(code, reason);
    this.finish({by: 'local', code, reason: reason ?? ''});
  }

  protected leave(): void {
    if (!this.#final) this.#refuse(480);
    else if (this.coreDialog?.sessionState !== SessionState.AckWait) this.bye();
  }

  #refuse(code: number, reason?: string): void {
    this.#final = true;
    this.#request.reject({
      statusCode: code,
      ...(reason ? {reasonPhrase: reason.replace(/[\r\n]+/g, ' ')} : {}),
    });
  }

  /** Sends the 200; resolves with its ACK. A BYE that came too early is sent then (RFC 3261 15). */
  #accept(sdp: string): Promise<IncomingRequestMessage> {
    return new Promise((resolve) => {
      this.#final = true;
      const {session} = this.#request.accept({
        statusCode: 200,
        extraHeaders: ['Allow: UPDATE', ...this.timer.accept(this.#request.message)],
        body: sdpBody(sdp),
      });
      this.coreDialog = session as SessionDialog;
      this.coreDialog.delegate = this.delegate((message) => {
        if (this.over) this.bye();
        else resolve(message);
      });
    });
  }

  async #applyLateAnswer(media: PeerMedia, answer: string | undefined): Promise<void> {
    try {
      if (answer === undefined) throw new Error('missing');
      await media.applyAnswer(answer);
    } catch {
      const reason = 'The far side acknowledged without a session description that can be used';
      this.fail(reason);
      throw new SipFailure(0, reason);
    }
  }

  #cancelled(cancel: IncomingRequestMessage): void {
    if (this.over || this.#final) return;
    this.#refuse(487);
    this.finish(endOfMessage(cancel));
  }
}

function partyOf(message: IncomingRequestMessage, header: 'from' | 'to'): SipParty {
  return parseParty(message.getHeader(header)) ?? {uri: message[header].uri.toString(), displayName: ''};
}

/** A caller that insists on reliable provisional responses gets its ringing with a number to acknowledge (RFC 3262). */
function reliably(message: IncomingRequestMessage): string[] {
  const required = message.getHeaders('require').join(',');
  return /\b100rel\b/.test(required) ? ['Require: 100rel', 'RSeq: 1'] : [];
}
