/**
 * Lets a re-INVITE wait for the tone in hand, and the tones after it wait for the re-INVITE: a tone that a hold
 * cuts is lost or doubled on its way. Dispatches `shut` and `open`.
 */
export class ToneGate extends EventTarget {
  #shuts = 0;
  #passing: Promise<unknown> | undefined;

  get isShut(): boolean {
    return this.#shuts > 0;
  }

  /** Runs `act` while no tone is in hand. */
  async between<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.#shuts++ === 0) this.dispatchEvent(new Event('shut'));
    try {
      if (this.#passing) await this.#passing;
      return await act();
    } finally {
      if (--this.#shuts === 0) this.dispatchEvent(new Event('open'));
    }
  }

  /** Plays tones once the gate is open; `play` stops after the tone in hand when it is `shut`. */
  async pass<Result>(play: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    while (this.isShut && !signal.aborted) await this.#nextOpening(signal);
    const played = play();
    const over = played.catch(() => {}).then(() => (this.#passing = undefined));
    this.#passing = over;
    return played;
  }

  #nextOpening(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.removeEventListener('open', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.addEventListener('open', done);
      signal.addEventListener('abort', done);
    });
  }
}
