import {LegChangeEvent} from '../conference/events.js';
import type {LegMute, PhoneLeg, PhoneLegEvents} from '../conference/phone-leg.js';
import type {SidetoneError} from '../errors.js';
import {parseTones} from '../dtmf.js';
import {endedStatuses, type CallCause, type CallStatus} from '../status.js';
import {typedEventTarget} from '../typed-events.js';

/** A phone leg whose server is the test: what was asked of it stands in `requests`, what is so is `set`. */
export class FakeLeg extends typedEventTarget<PhoneLegEvents>() implements PhoneLeg {
  direction: 'outgoing' | 'incoming' = 'outgoing';
  status: CallStatus = 'accepted';
  cause: CallCause | undefined;
  code: number | undefined;
  message: string | undefined;
  name: string;
  number: string | undefined;
  participantId: string | undefined;
  muted: LegMute = 'none';
  connectedAt: number | undefined;
  endedAt: number | undefined;
  controllable = true;
  /** `sendDtmf 5#`, `mute both`, `hold` … in order. */
  readonly requests: string[] = [];
  /** Refuses whatever is asked while set. */
  failure: SidetoneError | undefined;

  constructor(
    readonly id: string,
    facts: Partial<Omit<PhoneLeg, keyof EventTarget>> = {},
  ) {
    super();
    this.name = id;
    Object.assign(this, facts);
  }

  get ended(): boolean {
    return endedStatuses.has(this.status);
  }

  /** The server says that it is so. */
  set(facts: Partial<Omit<FakeLeg, keyof EventTarget | 'id' | 'ended'>>): void {
    Object.assign(this, facts);
    this.dispatchEvent(new LegChangeEvent(this));
  }

  sendDtmf(digits: string): Promise<void> {
    return this.#ask(`sendDtmf ${parseTones(digits)}`);
  }

  mute(what: LegMute): Promise<void> {
    return this.#ask(`mute ${what}`, {muted: what});
  }

  hold(): Promise<void> {
    return this.#ask('hold', {status: 'held'});
  }

  resume(): Promise<void> {
    return this.#ask('resume', {status: 'connected'});
  }

  hangup(): Promise<void> {
    return this.#ask('hangup', {status: 'cleared', cause: 'hung-up'});
  }

  async #ask(request: string, outcome?: Parameters<FakeLeg['set']>[0]): Promise<void> {
    this.requests.push(request);
    await Promise.resolve();
    if (this.failure) throw this.failure;
    if (outcome) this.set(outcome);
  }
}
