import type {Call, Phone} from '@sidetone/core';

/** How long a call that ended stays the current one, in ms: long enough to read why. */
const lingering = 5_000;

/** The call that a single badge or a single set of buttons is about. */
export class CurrentCall {
  readonly #changed: (call: Call | undefined) => void;
  #call: Call | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: (call: Call | undefined) => void) {
    this.#changed = changed;
  }

  get call(): Call | undefined {
    return this.#call;
  }

  /** One of the phone's calls changed. */
  update(phone: Phone): void {
    const active = phone.activeCall;
    if (active) this.#set(active);
    else if (this.#call?.ended) this.#timer ??= setTimeout(() => this.#set(undefined), lingering);
    else this.#set(undefined);
  }

  clear(): void {
    this.#set(undefined);
  }

  #set(call: Call | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (call === this.#call) return;
    this.#call = call;
    this.#changed(call);
  }
}
