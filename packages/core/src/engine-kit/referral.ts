import {SipFailure} from '../engine/engine.js';

/** How long the first NOTIFY may take after the REFER was sent, in ms. */
const firstReport = 60_000;
/** How long each next one may take when the far side does not say how long it will report, in ms. */
const nextReport = 180_000;

/** One REFER, followed through its NOTIFYs (RFC 3515 2.4.4). Begins to wait for them at once. */
export class Referral {
  /** Resolves when a 2xx is reported; rejects with a SipFailure, whose status is 0 when no outcome is reported in time. */
  readonly outcome: Promise<void>;
  #resolve!: () => void;
  #reject!: (failure: SipFailure) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settled = false;

  constructor(private readonly onProgress?: (code: number, reason: string) => void) {
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#wait(firstReport);
  }

  /** A NOTIFY arrived, with this Subscription-State and this sipfrag (RFC 3420). */
  notified(subscriptionState = '', sipfrag = ''): void {
    if (this.#settled) return;
    const expires = /;\s*expires\s*=\s*(\d+)/i.exec(subscriptionState)?.[1];
    this.#wait(expires === undefined ? nextReport : Number(expires) * 1_000);
    const [, status, phrase = ''] = /^\s*SIP\/2\.0\s+(\d{3})[ \t]*([^\r\n]*)/i.exec(sipfrag) ?? [];
    const code = Number(status ?? 0);
    const reason = phrase.trim();
    if (code >= 300) this.fail(new SipFailure(code, reason));
    else if (code >= 200) this.#settle(this.#resolve);
    else if (/^\s*terminated\b/i.test(subscriptionState))
      this.fail(new SipFailure(0, 'The outcome was not reported'));
    else if (code) this.onProgress?.(code, reason);
  }

  /** The REFER itself failed. */
  fail(failure: SipFailure): void {
    this.#settle(() => this.#reject(failure));
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.fail(new SipFailure(0, 'No report')), ms);
  }

  #settle(tell: () => void): void {
    clearTimeout(this.#timer);
    this.#settled = true;
    tell();
  }
}
