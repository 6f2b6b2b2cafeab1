/**
 * How long a registrar may leave a REGISTER without any answer, in ms. A server that starts drops what comes too early,
 * and SIP's own limit (timer F, 32 s) is long to be unreachable.
 */
const limit = 10_000;

/** Runs out when nothing is heard of a registrar for {@link limit}. */
export class Patience {
  readonly #spent: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(spent: () => void) {
    this.#spent = spent;
  }

  /** A request was sent, or any response came. */
  restart(): void {
    this.stop();
    this.#timer = setTimeout(this.#spent, limit);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
