import type {MediaDirection} from '@sidetone/core';
import {contactHeader, rewritten, sdpHeaders, type Headers, type LegCore} from './leg-core.js';
import type {Dialog} from './sip/dialog.js';
import {cseqOf, type SipRequest, type SipResponse} from './sip/message.js';
import {directionOf} from './sip/sdp.js';
import type {ServerTransaction} from './transactions.js';

export interface RenegotiateOptions {
  method?: 'INVITE' | 'UPDATE';
  headers?: Headers;
  /** The phone makes the offer. */
  offerless?: boolean;
}

/** Offers and answers in an established call, both ways (RFC 3261 14, RFC 3311). */
export class LegOffers {
  #offering = false;
  #answerInAck = false;
  /** A re-INVITE of the phone that has provisional responses only. */
  #pending: ServerTransaction | undefined;

  constructor(
    private readonly leg: LegCore,
    private readonly ask: (request: SipRequest) => Promise<SipResponse>,
  ) {}

  /** Offers this direction, as the PBX sends and receives. Resolves with the phone's final status. */
  async make(
    dialog: Dialog,
    direction: MediaDirection,
    {method = 'INVITE', headers = [], offerless = false}: RenegotiateOptions,
  ): Promise<number> {
    const {leg} = this;
    const former = leg.media.direction;
    this.#offering = true;
    try {
      const offer = offerless ? '' : await leg.media.offer(direction);
      const request = dialog.request(method, {
        body: offer,
        headers: [...(offer ? sdpHeaders : []), ...contactHeader(leg), ...headers],
      });
      const response = await this.ask(request);
      if (response.status >= 300) await leg.media.withdraw(former);
      else {
        leg.remoteDirection = directionOf(response.body);
        const body = offerless ? await leg.media.answer(response.body) : '';
        if (!offerless) await leg.media.accept(response.body);
        const sequence = cseqOf(request).number;
        const acknowledgement = {sequence, body, headers: body ? sdpHeaders : []};
        if (method === 'INVITE') leg.transport.acknowledge(dialog.request('ACK', acknowledgement));
      }
      return response.status;
    } finally {
      this.#offering = false;
    }
  }

  /** Answers a re-INVITE or an UPDATE of the phone. */
  async answer(transaction: ServerTransaction): Promise<void> {
    const {leg} = this;
    const {method, body} = transaction.request;
    if (this.#offering) return transaction.reply(491);
    const status = leg.behaviour.reinvited?.(transaction.request);
    if (status) {
      if (status < 200) this.#pending = transaction;
      return transaction.reply(status, {headers: contactHeader(leg)});
    }
    if (!body && method === 'UPDATE') return transaction.reply(200, {headers: contactHeader(leg)});
    if (body) leg.remoteDirection = directionOf(body);
    this.#answerInAck = !body;
    const sdp = body ? await leg.media.answer(body) : await leg.media.offer();
    transaction.reply(200, {headers: [...sdpHeaders, ...contactHeader(leg)], body: rewritten(leg, sdp)});
  }

  /** The phone cancels its re-INVITE (RFC 3261 9.2). */
  cancel(transaction: ServerTransaction): void {
    transaction.reply(this.#pending ? 200 : 481);
    this.#pending?.reply(487);
    this.#pending = undefined;
  }

  /** An ACK arrived: with the answer, when the offer was in the 200. */
  async acknowledged({body}: SipRequest): Promise<void> {
    if (!this.#answerInAck || !body) return;
    this.#answerInAck = false;
    this.leg.remoteDirection = directionOf(body);
    await this.leg.media.accept(body);
  }
}
