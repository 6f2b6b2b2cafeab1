import {SipFailure} from '../engine/engine.js';

/** Something the phone asked of a {@link FakeEngine} and that the far side has yet to confirm or refuse. */
export class FakeRequest<Result = void> {
  readonly done: Promise<Result>;
  #resolve!: (result: Result) => void;
  #reject!: (failure: SipFailure) => void;

  constructor(
    readonly method: 'REGISTER' | 'UNREGISTER' | 'ANSWER' | 'RENEGOTIATE' | 'INFO' | 'REFER',
    /** What the engine was called with. */
    readonly args: readonly unknown[],
    private readonly confirmation: Result,
  ) {
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.done.catch(() => undefined);
  }

  /** The far side says yes. */
  confirm(result: Result = this.confirmation): void {
    this.#resolve(result);
  }

  /** The far side says no; status 0 is no answer at all. */
  refuse(status: number, reason = '', retryAfter?: number): void {
    this.#reject(new SipFailure(status, reason, retryAfter));
  }
}
