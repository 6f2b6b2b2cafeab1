/** Listens to one thing at a time; what was begun for the former one ends by its signal. */
export class Subscription<T extends object> {
  readonly #attach: (target: T, signal: AbortSignal) => void;
  #target: T | undefined;
  #life = new AbortController();

  constructor(attach: (target: T, signal: AbortSignal) => void) {
    this.#attach = attach;
  }

  get target(): T | undefined {
    return this.#target;
  }

  /** True when it is another one than before. */
  follow(target: T | undefined): boolean {
    if (target === this.#target) return false;
    this.#life.abort();
    this.#life = new AbortController();
    this.#target = target;
    if (target) this.#attach(target, this.#life.signal);
    return true;
  }
}
