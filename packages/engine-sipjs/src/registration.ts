import type {SipFailure} from '@sidetone/core';
import {Turns} from '@sidetone/core/engine-kit';
import {URI, type IncomingResponse, type IncomingResponseMessage} from 'sip.js/lib/core/index.js';
import {allowedMethods, type AgentCore} from './sip/agent-core.js';
import {failureOf} from './sip/failure.js';
import {PatientRegister} from './sip/patient-register.js';
import {randomToken} from './sip/token.js';

/** Leaving is not held up longer than this by a server that does not answer, in ms. */
const unregisterPatience = 4_000;
/** The part of the granted time after which a registration is refreshed. */
const refreshAt = 0.8;

/** One account's binding at its registrar (RFC 3261 10), refreshed until it is removed or lost. */
export class Registration {
  readonly #agent: AgentCore;
  readonly #requested: number;
  readonly #lost: (failure: SipFailure) => void;
  readonly #callId = randomToken();
  readonly #fromTag = randomToken();
  #cseq = 0;
  /** CSeq must rise with each REGISTER: one at a time. */
  readonly #turns = new Turns();
  #refresh: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(agent: AgentCore, requested: number, lost: (failure: SipFailure) => void) {
    this.#agent = agent;
    this.#requested = requested;
    this.#lost = lost;
  }

  /** Registers or refreshes now. */
  register(): Promise<{expires: number}> {
    return this.#turns.take(async () => {
      clearTimeout(this.#refresh);
      const expires = await this.#bind(this.#requested);
      if (!this.#stopped) this.#refresh = setTimeout(() => this.#refreshNow(), expires * 1_000 * refreshAt);
      return {expires};
    });
  }

  async unregister(): Promise<void> {
    clearTimeout(this.#refresh);
    let patience: ReturnType<typeof setTimeout> | undefined;
    const removed = this.#turns.take(async () => {
      clearTimeout(this.#refresh);
      await this.#send(0);
    });
    const impatient = new Promise<void>((resolve) => (patience = setTimeout(resolve, unregisterPatience)));
    await Promise.race([removed.catch(() => undefined), impatient]);
    clearTimeout(patience);
  }

  /** Stops refreshing; sends nothing. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#refresh);
  }

  #refreshNow(): void {
    this.register().catch((failure: SipFailure) => {
      if (!this.#stopped) this.#lost(failure);
    });
  }

  async #bind(seconds: number): Promise<number> {
    const {message} = await this.#send(seconds)
      .catch((response: IncomingResponse) => {
        const least = Number(response.message.getHeader('min-expires'));
        if (response.message.statusCode === 423 && least > seconds) return this.#send(least);
        throw response;
      })
      .catch((response: IncomingResponse) => {
        throw failureOf(response);
      });
    return this.#granted(message) ?? seconds;
  }

  /** Sends one REGISTER; rejects with the response that refuses it. */
  #send(expires: number): Promise<IncomingResponse> {
    const {core, aor, contact} = this.#agent;
    const registrar = new URI('sip', '', aor.host, aor.port);
    return new Promise((resolve, reject) => {
      const message = core.makeOutgoingRequestMessage(
        'REGISTER',
        registrar,
        aor,
        aor,
        {callId: this.#callId, fromTag: this.#fromTag, cseq: ++this.#cseq, optionTags: ['path']},
        [`Contact: ${contact};expires=${expires}`, `Expires: ${expires}`, `Allow: ${allowedMethods}`],
      );
      // A challenge makes SIP.js send the request again with a higher CSeq.
      const settle = (act: (response: IncomingResponse) => void) => (response: IncomingResponse) => {
        this.#cseq = message.cseq;
        act(response);
      };
      new PatientRegister(core, message, {
        onAccept: settle(resolve),
        onRedirect: settle(reject),
        onReject: settle(reject),
      });
    });
  }

  #granted(message: IncomingResponseMessage): number | undefined {
    const user = this.#agent.core.configuration.contact.uri.user;
    const own = message.getHeaders('contact').find((contact) => contact.includes(`:${user}@`));
    const seconds = /;\s*expires\s*=\s*"?(\d+)/i.exec(own ?? '')?.[1] ?? message.getHeader('expires');
    return seconds === undefined || Number.isNaN(Number(seconds)) ? undefined : Number(seconds);
  }
}
