import type {SipSession} from './engine/engine.js';
import {SidetoneError, type ErrorCode} from './errors.js';

/** Something asked for that the far side has yet to confirm. */
export type PendingOperation = 'answer' | 'hold' | 'resume' | 'transfer' | 'hangup';

/** What an operation needs of its call. */
interface OperatedCall {
  session(): SipSession | undefined;
  ended(): boolean;
  changed(): void;
}

/** One operation of a call at a time. */
export class CallOperation {
  readonly #call: OperatedCall;
  #pending: PendingOperation | undefined;
  #outcome: Promise<void> | undefined;

  constructor(call: OperatedCall) {
    this.#call = call;
  }

  get pending(): PendingOperation | undefined {
    return this.#pending;
  }

  /** Takes the place of whatever is pending. */
  set(pending: PendingOperation | undefined): void {
    this.#pending = pending;
    this.#call.changed();
  }

  /** The call is over, and with it what was pending. */
  clear(): void {
    this.#pending = undefined;
  }

  /** Runs what the far side confirms; the call's state is what `act` leaves, or what it was. Rejects with `refusal`. */
  async run(
    operation: PendingOperation,
    refusal: ErrorCode,
    act: (session: SipSession) => Promise<void>,
  ): Promise<void> {
    if (this.#pending)
      throw new SidetoneError('call-operation-pending', {detail: `${operation}, during ${this.#pending}`});
    const session = this.#call.session();
    if (!session)
      throw new SidetoneError('call-state-invalid', {detail: `${operation}: nothing was sent yet`});
    this.#pending = operation;
    this.#outcome = this.#confirm(operation, refusal, () => act(session));
    this.#call.changed();
    return this.#outcome;
  }

  /** What becomes of `operation`, when that is what is pending: to wait for it instead of asking twice. */
  outcomeOf(operation: PendingOperation): Promise<void> | undefined {
    return this.#pending === operation ? this.#outcome : undefined;
  }

  async #confirm(operation: PendingOperation, refusal: ErrorCode, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (this.#call.ended())
        throw new SidetoneError('call-state-invalid', {cause: error, detail: `${operation}: the call ended`});
      throw SidetoneError.from(error, refusal);
    } finally {
      if (this.#pending === operation) this.set(undefined);
    }
  }
}
