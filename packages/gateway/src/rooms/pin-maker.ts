import {createHmac, randomInt} from 'node:crypto';

/** Makes PINs, and the keyed hashes that they are looked up by. */
export class PinMaker {
  constructor(
    private readonly key: Uint8Array,
    private readonly length: number,
  ) {}

  /** Digits, each as likely as any other. */
  make(): string {
    return Array.from({length: this.length}, () => randomInt(10)).join('');
  }

  /** Without the key nobody can find the PIN by trying all. */
  hash(pin: string): string {
    return createHmac('sha256', this.key).update(`pin:${pin}`).digest('base64url');
  }
}
