import type {MediaDirection} from '@sidetone/core';
import {boundReinvite, Exchange, RemoteDirection, throughGlare, Turns} from '@sidetone/core/engine-kit';
import {pendingReinvite, refreshTarget, restartSessionTimer, sessionTimerHeaders} from './internals.js';
import type {IncomingResponse, OfferEvent, Session} from './jssip.js';
import type {Peer} from './peer.js';
import {sendInDialog} from './request.js';

interface NegotiationOptions {
  session: Session;
  peer: Peer;
  /** This side made the Call-ID. */
  madeCallId: boolean;
  /** Rejects when the call is over. */
  over: Promise<never>;
  remoteDirection(direction: MediaDirection): void;
  /** A 2xx of a re-INVITE. */
  answered(response: IncomingResponse): void;
}

/**
 * Changes of the media after the call is established, from both sides, one at a time (RFC 3261 14): JsSIP's own
 * `hold` and `renegotiate` end the call when they are refused. Incoming offers are answered by JsSIP.
 */
export class Negotiation {
  readonly #options: NegotiationOptions;
  readonly #turns = new Turns();
  readonly #answering = new Exchange();
  readonly #remoteDirection: RemoteDirection;
  #offering = false;

  constructor(options: NegotiationOptions) {
    this.#options = options;
    this.#remoteDirection = new RemoteDirection(options.peer.remoteSdp, (direction) =>
      options.remoteDirection(direction),
    );
  }

  renegotiate(direction: MediaDirection): Promise<void> {
    const {over} = this.#options;
    return this.#turns.take(() =>
      throughGlare(async () => {
        await this.#answering.idle(over);
        await this.#reinvite(direction);
      }, this.#options),
    );
  }

  /** A re-INVITE or UPDATE arrived: lets JsSIP answer it, or refuses it. */
  receive(event: OfferEvent): void {
    const {request} = event;
    if (request.method === 'UPDATE' && !request.body) return;
    if (this.#offering) return event.reject({status_code: 491});
    // JsSIP refuses what is not SDP.
    if (request.body && !isSdp(request.getHeader('content-type'))) return;
    const {peer} = this.#options;
    const done = this.#answering.begin();
    const told = (sdp: string) => {
      this.#remoteDirection.hear(sdp);
      done();
    };
    if (request.body) {
      event.callback = () => (peer.remoteSdp === request.body ? told(request.body) : done());
    } else {
      peer.lateAnswer = (sdp) => {
        peer.lateAnswer = undefined;
        told(sdp);
      };
    }
  }

  async #reinvite(direction: MediaDirection): Promise<void> {
    const {peer, over, answered} = this.#options;
    this.#offering = true;
    try {
      const response = await Promise.race([this.#send(await peer.offer(direction)), over]);
      await peer.accept('answer', response.body);
      answered(response);
      // Only an answer to `sendrecv` is the far side's own choice.
      if (direction === 'sendrecv') this.#remoteDirection.hear(response.body);
    } catch (error) {
      await peer.withdraw();
      throw error;
    } finally {
      this.#offering = false;
    }
  }

  #send(offer: string): Promise<IncomingResponse> {
    const {session} = this.#options;
    const response = sendInDialog(session, {
      method: 'INVITE',
      headers: [
        `Contact: ${session.contact}`,
        'Content-Type: application/sdp',
        ...sessionTimerHeaders(session),
      ],
      body: offer,
      succeeded: (answer) => {
        refreshTarget(session, answer);
        session.sendRequest('ACK');
        restartSessionTimer(session, answer);
      },
    });
    return boundReinvite(response, pendingReinvite(session));
  }
}

function isSdp(contentType: string | undefined): boolean {
  return contentType?.toLowerCase() === 'application/sdp';
}
