import {SidetoneError} from './errors.js';

/** What the far side expects of a PIN. */
export interface PinPolicy {
  /** Digits of a PIN; undefined when any number of them will do, closed by `#`. */
  length?: number;
  /** How often it may be entered before the far side hangs up; undefined when nobody counts. */
  attempts?: number;
}

const hidden = '[PIN]';
const digitsOnly = /^\d*$/;
const decoration = /[\s\p{Pd}\p{Cf}]/gu;

/**
 * A PIN, whole or while it is being typed. Its digits come out by {@link tones} and {@link spoken} only:
 * printed, logged, or made JSON it is `[PIN]`. Immutable.
 */
export class Pin {
  readonly #digits: string;
  readonly #length: number | undefined;
  /** Closed by `#`: the person has finished. */
  readonly closed: boolean;

  /**
   * Reads what was typed or pasted: `123 456 7890#`.
   * Throws `pin-invalid` (which repeats nothing of it) when there is anything but digits, or too many of them.
   */
  static read(text: string, {length}: PinPolicy = {}): Pin {
    const [, digits = '', hash] = /^(.*?)(#?)$/.exec(text.normalize('NFKC').replace(decoration, ''))!;
    if (!digitsOnly.test(digits))
      throw new SidetoneError('pin-invalid', {detail: 'only digits, and # at the end'});
    if (length !== undefined && digits.length > length) {
      throw new SidetoneError('pin-invalid', {detail: `more than ${length} digits`});
    }
    return new Pin(digits, hash === '#', length);
  }

  private constructor(digits: string, closed: boolean, length: number | undefined) {
    this.#digits = digits;
    this.#length = length;
    this.closed = closed;
  }

  /** How many digits there are. */
  get count(): number {
    return this.#digits.length;
  }

  /** How many digits are still to come; undefined when only `#` tells. */
  get missing(): number | undefined {
    return this.#length === undefined ? undefined : this.#length - this.count;
  }

  /** It can be sent: no digit is missing, or, without a fixed length, `#` closed it. */
  get complete(): boolean {
    return this.#length === undefined ? this.closed && this.count > 0 : this.count === this.#length;
  }

  /** For `call.sendDtmf`. The `#` says to the far side that this was all; leave it out where the length says so. */
  tones({close = true}: {close?: boolean} = {}): string {
    return close ? `${this.#digits}#` : this.#digits;
  }

  /** The digits in groups, for the one who may hear them: `123 456 7890`. */
  spoken(): string {
    return groupDigits(this.#digits);
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }
}

/** Digits in groups of three, the last of two to four, as people read them aloud: `123 456 7890`. */
export function groupDigits(digits: string): string {
  return digits.replace(/\d{3}(?=\d{2})/g, '$& ');
}
