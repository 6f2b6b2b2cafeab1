import {SipFailure} from '@sidetone/core';
import {Patience, Turns} from '@sidetone/core/engine-kit';
import {failureOf} from './failure.js';
import type {IncomingResponse, Transaction, UserAgent} from './jssip.js';

/** Of the granted time, after which the registration is refreshed. Background tabs run timers up to a minute late. */
const refreshAfter = 0.6;
/** How long `unregister` waits for the server, in ms. */
const farewellPatience = 4_000;

interface RegistrationOptions {
  /** Seconds that are asked for. */
  expires: number;
  lost(failure: SipFailure): void;
}

/**
 * JsSIP's registrator, one request at a time (RFC 3261 10.2): by itself it drops a request that is made while
 * another one runs, tells nothing of a refresh that succeeded or of a 200 without a Contact. So the outcome is read
 * from its transactions.
 */
export class Registration {
  readonly #ua: UserAgent;
  readonly #options: RegistrationOptions;
  readonly #turns = new Turns();
  readonly #patience = new Patience(() => this.#transaction?.onTransportError());
  #transaction: Transaction | undefined;
  #answered: (response?: IncomingResponse) => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(ua: UserAgent, options: RegistrationOptions) {
    this.#ua = ua;
    this.#options = options;
    ua.on('newTransaction', ({transaction}) => {
      if (transaction.request.method === 'REGISTER') this.#watch(transaction);
    });
    // While somebody listens JsSIP does not refresh by itself.
    ua.on('registrationExpiring', () => {});
  }

  register(): Promise<{expires: number}> {
    return this.#turns.take(async () => {
      clearTimeout(this.#timer);
      const response = await this.#outcome(() => this.#ua.register());
      if (!response || response.status_code >= 300) throw failureOf(response);
      const expires = this.#granted(response);
      if (!this.#closed) this.#timer = setTimeout(() => void this.#refresh(), expires * refreshAfter * 1_000);
      return {expires};
    });
  }

  async unregister(): Promise<void> {
    const done = this.#turns.take(async () => {
      clearTimeout(this.#timer);
      await this.#outcome(() => this.#ua.unregister());
    });
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, farewellPatience))]);
  }

  /** Refreshes no more. */
  close(): void {
    this.#closed = true;
    this.#patience.stop();
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    await this.register().catch((error: unknown) => {
      if (error instanceof SipFailure && !this.#closed) this.#options.lost(error);
    });
  }

  /** The final response; none when none came, or nothing needed to be sent. */
  #outcome(act: () => void): Promise<IncomingResponse | undefined> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      act();
      if (!this.#transaction) resolve(undefined);
    });
  }

  #watch(transaction: Transaction): void {
    this.#transaction = transaction;
    this.#patience.restart();
    const {eventHandlers} = transaction;
    const {onReceiveResponse, onRequestTimeout, onTransportError} = eventHandlers;
    const settle = (response?: IncomingResponse) => {
      // After a challenge, or a 423, JsSIP has sent another one.
      if (this.#transaction !== transaction) return;
      this.#transaction = undefined;
      this.#patience.stop();
      this.#answered(response);
    };
    eventHandlers.onReceiveResponse = (response) => {
      onReceiveResponse(response);
      if (response.status_code >= 200) settle(response);
      else this.#patience.restart();
    };
    eventHandlers.onRequestTimeout = () => {
      onRequestTimeout();
      settle();
    };
    eventHandlers.onTransportError = () => {
      onTransportError();
      settle();
    };
  }

  /** Seconds, as the server says for this contact among all that it holds. */
  #granted(response: IncomingResponse): number {
    const count = response.getHeaders('contact').length;
    const contacts = Array.from({length: count}, (_, index) => response.parseHeader('contact', index));
    const own = contacts.find((contact) => contact?.uri.user === this.#ua.contact.uri.user);
    return Number(own?.getParam('expires') ?? response.getHeader('expires') ?? this.#options.expires);
  }
}
