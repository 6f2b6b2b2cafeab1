import type {Call} from '@sidetone/core';
import type {ReactiveController} from 'lit';
import {CallController, type CallHost} from '../controllers/call-controller.js';
import type {Requester} from '../controllers/requester.js';
import {DtmfRequestEvent} from '../events/index.js';
import {digitSent, type SentDigits} from './dialpad.core.js';

const none: SentDigits = {expected: '', sent: ''};

/** The digits that the host asks to be sent into its call, and those of them that were. */
export class InCallDigits implements ReactiveController {
  readonly #host: CallHost;
  readonly #call: CallController;
  readonly #requester: Requester;
  #digits = none;

  constructor(host: CallHost, requester: Requester) {
    this.#host = host;
    this.#requester = requester;
    this.#call = new CallController(host, (call, signal) => this.#follow(call, signal));
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#digits = none;
  }

  /** Digits can be sent: the call is answered. */
  get possible(): boolean {
    const {call} = this.#call;
    return call?.connectedAt !== undefined && !call.ended;
  }

  get sent(): string {
    return this.#digits.sent;
  }

  async send(tones: string): Promise<void> {
    this.#digits = {...this.#digits, expected: this.#digits.expected + tones.replace(/[^0-9*#A-D]/gi, '')};
    if (await this.#requester.ask(new DtmfRequestEvent(tones, this.#call.call))) return;
    this.#digits = {...this.#digits, expected: ''};
  }

  #follow(call: Call, signal: AbortSignal): void {
    this.#digits = none;
    call.addEventListener(
      'dtmf',
      ({digit, direction}) => {
        if (direction !== 'sent') return;
        this.#digits = digitSent(this.#digits, digit);
        this.#host.requestUpdate();
      },
      {signal},
    );
  }
}
