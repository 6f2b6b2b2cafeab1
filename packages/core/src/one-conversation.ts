import type {OperationOptions} from './abort.js';
import type {Call} from './call.js';
import type {PendingOperation} from './call-operation.js';
import {talks} from './talks.js';

/** What it needs of the phone. */
interface Calls {
  all(): readonly Call[];
  /** The calls that may talk while this one does, itself among them. */
  together(call: Call): readonly Call[];
}

/** At most one call talks at a time, unless calls are merged. */
export class OneConversation {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** Before `call` talks. Rejects when another one cannot be held. */
  async holdOthers(call: Call, options?: OperationOptions): Promise<void> {
    await Promise.all(this.#others(call).map((other) => other.hold(options)));
  }

  /**
   * The far side of `call` has answered, perhaps long after another conversation began: that one goes on, and `call`
   * is held at once. A conversation that is held by its far side gives way.
   */
  async answered(call: Call): Promise<void> {
    const busy = this.#others(call, ['answer', 'resume']).some((other) => other.heldBy !== 'remote');
    await (busy ? call.hold() : this.holdOthers(call)).catch(() => {}); // refused: both go on
  }

  /** Calls that talk, or have this pending, and may not while `call` does. */
  #others(call: Call, pending: readonly PendingOperation[] = []): Call[] {
    const together = this.#calls.together(call);
    return this.#calls
      .all()
      .filter(
        (other) =>
          !together.includes(other) &&
          (talks(other) || (other.pending !== undefined && pending.includes(other.pending))),
      );
  }
}
