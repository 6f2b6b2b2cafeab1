/** The one offer of a dialog that has no answer yet (RFC 3261 14, RFC 6337 2.2). */
export class Exchange {
  #open: Promise<void> | undefined;

  get busy(): boolean {
    return this.#open !== undefined;
  }

  /** An offer is on its way, or being answered, until what is returned is called. */
  begin(): () => void {
    let done = () => {};
    this.#open = new Promise<void>((resolve) => {
      done = () => {
        this.#open = undefined;
        resolve();
      };
    });
    return done;
  }

  /** Resolves when no offer is open; rejects when `over` does. */
  async idle(over: Promise<never>): Promise<void> {
    while (this.#open) await Promise.race([this.#open, over]);
  }
}
