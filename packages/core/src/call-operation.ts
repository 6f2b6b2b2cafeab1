import {SharedWait, throwIfAborted} from './abort.js';
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
  #outcome: SharedWait | undefined;

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

  /**
   * Runs what the far side confirms; the call's state is what `act` leaves, or what it was. Rejects with `refusal`, or with
   * `aborted`: what `act` has not asked for then it shall not.
   */
  async run(
    operation: PendingOperation,
    refusal: ErrorCode,
    act: (session: SipSession, signal: AbortSignal) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    throwIfAborted(signal);
    if (this.#pending)
      throw new SidetoneError('call-operation-pending', {detail: `${operation}, during ${this.#pending}`});
    const session = this.#call.session();
    if (!session)
      throw new SidetoneError('call-state-invalid', {detail: `${operation}: nothing was sent yet`});
    this.#pending = operation;
    const outcome = new SharedWait((calledOff) =>
      this.#confirm(operation, refusal, () => act(session, calledOff)),
    );
    this.#outcome = outcome;
    this.#call.changed();
    return outcome.join(signal);
  }

  /** What becomes of `operation`, when that is what is pending: to wait for it instead of asking twice. */
  outcomeOf(operation: PendingOperation, signal: AbortSignal | undefined): Promise<void> | undefined {
    return this.#pending === operation ? this.#outcome?.join(signal) : undefined;
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
