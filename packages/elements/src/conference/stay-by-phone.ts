import {Pin, type Call, type Conference} from '@sidetone/core';
import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {Requester} from '../controllers/requester.js';
import {Subscription} from '../controllers/subscription.js';
import type {DialIn} from '../dial-in/dial-in.core.js';
import {JoinByPhoneRequestEvent, LeaveRequestEvent} from '../events/index.js';
import {nextOffer, type Offer} from './conference.core.js';

/** Goes on by phone when the browser's connection is bad: calls the room, and leaves it once the phone is in. */
export class StayByPhone implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #requester: Requester;
  readonly #call = new Subscription<Call>((call, signal) =>
    call.addEventListener('change', () => this.#host.requestUpdate(), {signal}),
  );
  #offer: Offer = 'none';
  #leaving = false;

  constructor(host: ReactiveControllerHost, requester: Requester) {
    this.#host = host;
    this.#requester = requester;
    host.addController(this);
  }

  /** Going on by phone is to be offered. */
  get offered(): boolean {
    return this.#offer === 'made' && !this.call;
  }

  /** The call to the room, while it lives. */
  get call(): Call | undefined {
    const call = this.#call.target;
    return call && !call.ended ? call : undefined;
  }

  hostDisconnected(): void {
    this.#call.follow(undefined);
    this.#offer = 'none';
  }

  /** How the room is now. */
  update(conference: Conference | undefined): void {
    if (!conference?.local) {
      this.#offer = 'none';
      this.#leaving = false;
      return;
    }
    this.#offer = nextOffer(this.#offer, conference.local.quality, conference.state);
    if (!this.call || !conference.ownPhone || this.#leaving) return;
    this.#leaving = true;
    void this.#requester.ask(new LeaveRequestEvent()).then((left) => (this.#leaving = left));
  }

  decline(): void {
    this.#offer = 'declined';
    this.#host.requestUpdate();
  }

  async start({numbers: [number], pin}: DialIn): Promise<void> {
    if (!number || this.call) return;
    const joining = new JoinByPhoneRequestEvent(number.e164, Pin.read(pin));
    if (!(await this.#requester.ask(joining))) return;
    this.#call.follow(await joining.outcome);
    this.#host.requestUpdate();
  }
}
