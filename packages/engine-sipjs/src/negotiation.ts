import {SipFailure, type MediaDirection} from '@sidetone/core';
import {Exchange, RemoteDirection, throughGlare, Turns} from '@sidetone/core/engine-kit';
import {
  SessionState,
  type IncomingInviteRequest,
  type IncomingRequestMessage,
  type IncomingResponseMessage,
  type SessionDialog,
} from 'sip.js/lib/core/index.js';
import type {PeerMedia} from './media/peer-media.js';
import {sdpBody, sdpOf} from './sip/body.js';
import type {UpdateRequest} from './sip/receive.js';
import {reinvite} from './sip/reinvite.js';
import type {SessionTimer} from './sip/session-timer.js';

/** RFC 3261 timer H: how long an ACK may take, in ms. */
const ackPatience = 32_000;

export interface NegotiationOptions {
  dialog: SessionDialog;
  media: PeerMedia;
  /** The far side's first description. */
  remoteSdp: string;
  /** This side made the Call-ID. */
  madeCallId: boolean;
  /** Header lines of each request and response that carries an offer or an answer. */
  headers: readonly string[];
  timer: SessionTimer;
  remoteDirection(direction: MediaDirection): void;
  /** A 2xx of a re-INVITE. */
  answered(message: IncomingResponseMessage): void;
  /** No ACK came for a re-INVITE that was accepted: the far side cannot be reached any more. */
  unacknowledged(): void;
  /** Rejects when the session ends. */
  over: Promise<never>;
}

/**
 * Offers and answers within an established dialog, both ways: never two at a time (RFC 3261 14, RFC 6337 2.2).
 * SIP.js refuses what collides on the wire; what collides before it (our offer is being made) is refused here.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #turns = new Turns();
  readonly #exchange = new Exchange();
  readonly #remoteDirection: RemoteDirection;
  #direction: MediaDirection = 'sendrecv';
  #acknowledged: ((message: IncomingRequestMessage) => void) | undefined;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    this.#remoteDirection = new RemoteDirection(options.remoteSdp, (direction) =>
      options.remoteDirection(direction),
    );
  }

  /** One re-INVITE after the other. */
  renegotiate(direction: MediaDirection): Promise<void> {
    return this.#turns.take(() =>
      Promise.race([throughGlare(() => this.#offer(direction), this.#options), this.#options.over]),
    );
  }

  /** A re-INVITE that changes nothing. */
  refresh(): Promise<void> {
    return this.renegotiate(this.#direction);
  }

  async #offer(direction: MediaDirection): Promise<void> {
    const {dialog, media, headers, timer, answered, over} = this.#options;
    await this.#exchange.idle(over);
    const release = this.#exchange.begin();
    const restore = media.changeDirection(direction);
    try {
      const offer = await media.offer();
      if (dialog.sessionState === SessionState.Terminated) throw new SipFailure(0, 'The call is over');
      const message = await reinvite(dialog, [...headers, ...timer.headers], offer);
      timer.confirmed(message);
      const answer = sdpOf(message);
      if (answer === undefined) throw new SipFailure(0, 'The answer has no session description');
      await media.applyAnswer(answer);
      this.#direction = direction;
      answered(message);
      // Only an answer to `sendrecv` is the far side's own choice.
      if (direction === 'sendrecv') this.#remoteDirection.hear(answer);
    } catch (error) {
      await restore().catch(() => undefined);
      throw error;
    } finally {
      release();
    }
  }

  /** A re-INVITE arrived, with an offer or asking for one. */
  async receiveInvite(request: IncomingInviteRequest): Promise<void> {
    if (this.#exchange.busy) {
      request.reject({statusCode: 491});
      return;
    }
    const {media, headers, timer, unacknowledged} = this.#options;
    const release = this.#exchange.begin();
    const offer = sdpOf(request.message);
    try {
      const body = sdpBody(offer === undefined ? await media.offer() : await media.answer(offer));
      const acknowledged = this.#acknowledgement();
      request.accept({statusCode: 200, extraHeaders: [...headers, ...timer.accept(request.message)], body});
      if (offer !== undefined) this.#remoteDirection.hear(offer);
      const ack = await acknowledged;
      if (offer === undefined) await this.#applyLateAnswer(sdpOf(ack));
    } catch (error) {
      if (error instanceof AckMissing) unacknowledged();
      else request.reject({statusCode: 488});
    } finally {
      release();
    }
  }

  /** An UPDATE with an offer arrived (RFC 3311). */
  async receiveUpdate(request: UpdateRequest, offer: string): Promise<void> {
    if (this.#exchange.busy) {
      request.reject({statusCode: 491});
      return;
    }
    const {media, headers, timer} = this.#options;
    const release = this.#exchange.begin();
    try {
      const answer = await media.answer(offer);
      const extraHeaders = [...headers, ...timer.accept(request.message)];
      request.accept({statusCode: 200, extraHeaders, body: sdpBody(answer)});
      this.#remoteDirection.hear(offer);
    } catch {
      request.reject({statusCode: 488});
    } finally {
      release();
    }
  }

  /** The ACK of a re-INVITE arrived. */
  receiveAck(message: IncomingRequestMessage): void {
    this.#acknowledged?.(message);
  }

  async #applyLateAnswer(answer: string | undefined): Promise<void> {
    const {media} = this.#options;
    if (answer === undefined) return media.withdrawOffer();
    await media.applyAnswer(answer).catch(() => media.withdrawOffer());
    this.#remoteDirection.hear(answer);
  }

  #acknowledgement(): Promise<IncomingRequestMessage> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => reject(new AckMissing()), ackPatience);
      this.#acknowledged = (message) => {
        clearTimeout(patience);
        this.#acknowledged = undefined;
        resolve(message);
      };
      this.#options.over.catch(() => clearTimeout(patience));
    });
  }
}

class AckMissing extends Error {}
