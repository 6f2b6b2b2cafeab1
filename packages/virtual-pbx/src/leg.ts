import type {MediaDirection} from '@sidetone/core';
import type {CallBehaviour, InvitedCall} from './callees/callee.js';
import {LegAnswer} from './leg-answer.js';
import type {Headers, LegCore, LegTransport} from './leg-core.js';
import {LegInvite} from './leg-invite.js';
import {LegLife} from './leg-life.js';
import {LegMedia, type LegAudio} from './leg-media.js';
import {LegOffers, type RenegotiateOptions} from './leg-offers.js';
import {parseAddress, type SipAddress} from './sip/address.js';
import {Dialog} from './sip/dialog.js';
import {token} from './sip/ids.js';
import type {SipRequest, SipResponse} from './sip/message.js';
import {directionOf} from './sip/sdp.js';
import type {ReplyOptions, ServerTransaction} from './transactions.js';

/** What a leg needs of its PBX. */
export interface LegHost extends LegTransport {
  /** A phone asks this leg to call somebody else (RFC 3515). */
  refer(leg: Leg, transaction: ServerTransaction): void;
  forget(leg: Leg): void;
}

/** One call between a phone and the PBX: its dialog and the peer connection behind it. Dispatches `state` and `request`. */
export class Leg extends LegLife implements LegCore, InvitedCall {
  readonly media = new LegMedia((digit) => this.#dialled(digit));
  readonly tag = token();
  behaviour: CallBehaviour = {};
  dialog: Dialog | undefined;
  remoteDirection: MediaDirection = 'sendrecv';
  /** Digits that came by RTP (RFC 4733) and by INFO. */
  digits = '';
  /** Requests that the phone sent in this call, in order. */
  readonly requests: SipRequest[] = [];
  readonly #offers = new LegOffers(this, (request) => this.#ask(request));
  #answer: LegAnswer | undefined;
  #invite: LegInvite | undefined;

  private constructor(
    readonly transport: LegHost,
    readonly callId: string,
    /** The phone's side. */
    readonly phone: SipAddress,
  ) {
    super();
  }

  /** A phone calls. */
  static incoming(host: LegHost, transaction: ServerTransaction): Leg {
    const {request} = transaction;
    const leg = new Leg(
      host,
      request.headers.get('Call-ID') ?? '',
      parseAddress(request.headers.get('From') ?? ''),
    );
    leg.#answer = new LegAnswer(leg, transaction);
    leg.requests.push(request);
    transaction.toTag = leg.tag;
    leg.dialog = Dialog.fromRequest(request, leg.tag);
    leg.remoteDirection = directionOf(request.body);
    return leg;
  }

  /** The PBX calls a phone, once `invite` is called. */
  static outgoing(host: LegHost, callId: string, phone: SipAddress): Leg {
    return new Leg(host, callId, phone);
  }

  /** The branch of the phone's INVITE that is being answered. */
  get inviteBranch(): string | undefined {
    return this.#answer?.branch;
  }

  /** Why it ended: the phone's final refusal, or undefined for BYE and CANCEL. */
  get refusal(): SipResponse | undefined {
    return this.#invite?.refusal;
  }

  progress(code = 180, options?: ReplyOptions): void {
    this.#answer?.progress(code, options);
  }

  async early(audio: LegAudio): Promise<void> {
    await this.#answer?.early(audio);
  }

  async accept(audio: LegAudio = this.media.audio): Promise<void> {
    if (this.state === 'established') await this.media.play(audio);
    else await this.#answer?.accept(audio);
  }

  refuse(code: number, options?: ReplyOptions): void {
    if (this.#answer) this.#answer.refuse(code, options);
    else this.end();
  }

  /** A CANCEL arrived for the phone's INVITE. */
  cancelled(): void {
    this.refuse(487);
  }

  /** Sends the INVITE; without an offer the phone makes one. */
  async invite(request: SipRequest, audio: LegAudio, offerless: boolean): Promise<void> {
    this.#invite = new LegInvite(this, request, offerless);
    await this.#invite.send(audio);
  }

  /** CANCEL, refusal or BYE, as the state has it. */
  hangup(headers: Headers = []): void {
    if (this.state === 'ended') return;
    if (this.state === 'established' && this.dialog) {
      this.transport.send(this.dialog.request('BYE', {headers}), () => undefined);
      this.end();
    } else if (this.#answer) this.#answer.hangup(headers, () => this.hangup(headers));
    else if (this.#invite) this.#invite.cancel(headers);
    else this.end();
  }

  /** Re-INVITE (or UPDATE) in this direction, as the PBX sends and receives. Resolves with the phone's final status. */
  async renegotiate(direction: MediaDirection, options: RenegotiateOptions = {}): Promise<number> {
    return this.#offers.make(this.#established(), direction, options);
  }

  /** A request inside the dialog; resolves with the phone's final status. */
  async request(method: string, headers: Headers, body = ''): Promise<number> {
    return (await this.#ask(this.#established().request(method, {headers, body}))).status;
  }

  /** A digit by INFO; resolves with the phone's final status. */
  info(digit: string): Promise<number> {
    return this.request(
      'INFO',
      [['Content-Type', 'application/dtmf-relay']],
      `Signal=${digit}\r\nDuration=100\r\n`,
    );
  }

  /** Carries out a request of the phone inside this dialog. */
  async handle(transaction: ServerTransaction): Promise<void> {
    const {request} = transaction;
    this.requests.push(request);
    if (request.method === 'INVITE' || request.method === 'UPDATE') await this.#offers.answer(transaction);
    else if (request.method === 'CANCEL') this.#offers.cancel(transaction);
    else if (request.method === 'INFO') this.#info(transaction);
    else if (request.method === 'REFER') this.#refer(transaction);
    else if (request.method === 'BYE') {
      transaction.reply(200);
      this.end();
    } else if (request.method === 'NOTIFY' || request.method === 'OPTIONS') transaction.reply(200);
    else transaction.reply(405);
    this.dispatchEvent(new CustomEvent('request', {detail: request}));
  }

  async acknowledged(request: SipRequest): Promise<void> {
    if (this.state === 'ended') return;
    await this.#offers.acknowledged(request);
    this.become('established');
  }

  end(): void {
    if (this.state === 'ended') return;
    this.become('ended');
    this.media.close();
    this.transport.forget(this);
  }

  #info(transaction: ServerTransaction): void {
    const {request} = transaction;
    const refusal = this.behaviour.informed?.(request);
    if (refusal) return transaction.reply(refusal);
    const digit = /^\s*(?:Signal\s*=)?\s*([0-9*#A-D])/i.exec(request.body)?.[1];
    transaction.reply(200);
    if (digit) this.#dialled(digit);
  }

  #dialled(digit: string): void {
    this.digits += digit;
    this.behaviour.digit?.(digit);
  }

  #refer(transaction: ServerTransaction): void {
    const status = this.behaviour.referred?.(transaction.request);
    if (status) transaction.reply(status);
    else this.transport.refer(this, transaction);
  }

  #ask(request: SipRequest): Promise<SipResponse> {
    return new Promise((resolve) => {
      this.transport.send(request, (response) => {
        if (response.status >= 200) resolve(response);
      });
    });
  }

  #established(): Dialog {
    if (!this.dialog || this.state !== 'established') throw new Error(`The call is ${this.state}.`);
    return this.dialog;
  }
}
