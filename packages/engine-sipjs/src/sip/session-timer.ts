import type {IncomingRequestMessage, IncomingResponseMessage} from 'sip.js/lib/core/index.js';

type Message = IncomingRequestMessage | IncomingResponseMessage;

/** What a call asks for: the value that RFC 4028 4 recommends. Nobody finds it too small. */
export const askForTimer = 'Session-Expires: 1800';

/** The longest that `setTimeout` can wait, in ms. */
const longestWait = 2 ** 31 - 1;

export interface SessionTimerOptions {
  /** Sends a refresh, of which the 2xx is to be `confirmed`. Rejects when there is none. */
  refresh(): Promise<void>;
  /** The far side did not refresh in time: it is gone. */
  expired(): void;
  /** The session is over. */
  signal: AbortSignal;
}

/**
 * The session timer of one call (RFC 4028). The refresher sends a request at half the time, again and again while none is
 * confirmed; it is the other one who gives the call up.
 */
export class SessionTimer {
  readonly #options: SessionTimerOptions;
  #agreed: {seconds: number; ours: boolean} | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SessionTimerOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** Header lines for a re-INVITE or UPDATE of ours. */
  get headers(): string[] {
    if (!this.#agreed) return [];
    const {seconds, ours} = this.#agreed;
    return [`Session-Expires: ${seconds};refresher=${ours ? 'uac' : 'uas'}`];
  }

  /** A 2xx to an INVITE, re-INVITE or UPDATE of ours. */
  confirmed(response: IncomingResponseMessage): void {
    const said = sessionExpires(response);
    this.#run(said && {seconds: said.seconds, ours: said.refresher !== 'uas'});
  }

  /** An INVITE, re-INVITE or UPDATE of the far side is accepted; returns header lines for the 2xx. */
  accept(request: IncomingRequestMessage): string[] {
    const said = sessionExpires(request);
    if (!said) {
      this.#run(undefined);
      return [];
    }
    const refresher = said.refresher ?? (canRefresh(request) ? 'uac' : 'uas');
    this.#run({seconds: said.seconds, ours: refresher === 'uas'});
    const line = `Session-Expires: ${said.seconds};refresher=${refresher}`;
    return refresher === 'uac' ? [line, 'Require: timer'] : [line];
  }

  #run(agreed: {seconds: number; ours: boolean} | undefined): void {
    this.#agreed = agreed;
    clearTimeout(this.#timer);
    if (!agreed) return;
    const {seconds, ours} = agreed;
    if (ours) this.#after(seconds / 2, () => this.#refresh(seconds));
    else this.#after(seconds - Math.min(32, seconds / 3), () => this.#options.expired());
  }

  #refresh(seconds: number): void {
    this.#options.refresh().catch(() => this.#after(seconds / 10, () => this.#refresh(seconds)));
  }

  #after(seconds: number, act: () => void): void {
    clearTimeout(this.#timer);
    if (this.#options.signal.aborted) return;
    this.#timer = setTimeout(act, Math.min(seconds * 1_000, longestWait));
  }
}

function sessionExpires(message: Message): {seconds: number; refresher?: 'uac' | 'uas'} | undefined {
  const value = message.getHeader('session-expires') ?? message.getHeader('x') ?? '';
  const [, seconds, refresher] = /^\s*(\d+)(?:.*;\s*refresher\s*=\s*(ua[cs]))?/i.exec(value) ?? [];
  if (!Number(seconds)) return undefined;
  return {
    seconds: Number(seconds),
    ...(refresher && {refresher: refresher.toLowerCase() as 'uac' | 'uas'}),
  };
}

function canRefresh(request: IncomingRequestMessage): boolean {
  return /\btimer\b/i.test([...request.getHeaders('supported'), ...request.getHeaders('k')].join());
}
