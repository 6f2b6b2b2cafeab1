import {Phone, SidetoneError, type PhoneOptions} from '@sidetone/core';

/**
 * Makes a phone from options, and another from newer ones, but never under a call that lives: then it waits
 * until the last call is over. Closes what it made.
 */
export class PhoneOwner {
  readonly #changed: (phone: Phone | undefined, error: SidetoneError | undefined) => void;
  #phone: Phone | undefined;
  #next: (() => PhoneOptions | undefined) | undefined;
  #life = new AbortController();

  constructor(changed: (phone: Phone | undefined, error: SidetoneError | undefined) => void) {
    this.#changed = changed;
  }

  get phone(): Phone | undefined {
    return this.#phone;
  }

  /** `options` gives undefined while there is nothing to make a phone of; what it throws is reported. */
  want(options: () => PhoneOptions | undefined): void {
    this.#next = options;
    this.#replace();
  }

  /** Hangs up, unregisters, lets go. */
  close(): void {
    this.#next = undefined;
    if (!this.#phone) return;
    this.#drop();
    this.#changed(undefined, undefined);
  }

  #replace(): void {
    if (!this.#next || this.#phone?.calls.length) return;
    const options = this.#next;
    this.#next = undefined;
    const hadPhone = this.#drop();
    try {
      const made = options();
      if (made) this.#make(made);
      if (made || hadPhone) this.#changed(this.#phone, undefined);
    } catch (error) {
      this.#changed(undefined, SidetoneError.from(error, 'configuration-invalid'));
    }
  }

  #make(options: PhoneOptions): void {
    this.#phone = new Phone(options);
    this.#life = new AbortController();
    this.#phone.addEventListener('calls', () => this.#replace(), {signal: this.#life.signal});
  }

  #drop(): boolean {
    const phone = this.#phone;
    this.#phone = undefined;
    this.#life.abort();
    phone?.close().catch(() => {}); // gone, whatever the server says
    return phone !== undefined;
  }
}
