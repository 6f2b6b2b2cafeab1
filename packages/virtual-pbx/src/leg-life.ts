export type LegState = 'calling' | 'ringing' | 'established' | 'ended';

/**
 * How far a call has come. Dispatches `state` at each step.
 *
 * ```
 * calling ─▶ ringing ─▶ established ─▶ ended
 *    └──────────┴─────────────────────▲
 * ```
 */
export class LegLife extends EventTarget {
  #state: LegState = 'calling';

  get state(): LegState {
    return this.#state;
  }

  get over(): Promise<void> {
    return this.reached('ended');
  }

  /** Resolves when the call is in one of these states; at once when it is already. */
  reached(...states: LegState[]): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!states.includes(this.#state)) return;
        this.removeEventListener('state', check);
        resolve();
      };
      this.addEventListener('state', check);
      check();
    });
  }

  /** Nothing comes after the end. */
  become(state: LegState): void {
    if (this.#state === state || this.#state === 'ended') return;
    this.#state = state;
    this.dispatchEvent(new Event('state'));
  }
}
