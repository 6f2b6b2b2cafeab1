/**
 * Cuts a stream of 16-bit little-endian bytes into blocks of one size, whatever the size of the messages it comes in. Each block
 * has a buffer of its own.
 */
export class Rechunker {
  readonly #samples: number;
  #block: Uint8Array;
  #filled = 0;

  /** `samples` a block. */
  constructor(samples: number) {
    this.#samples = samples;
    this.#block = new Uint8Array(samples * 2);
  }

  /** Takes in bytes and hands out the blocks that they complete, in order. */
  push(bytes: Uint8Array, each: (block: Int16Array) => void): void {
    for (let at = 0; at < bytes.length;) {
      const count = Math.min(bytes.length - at, this.#block.length - this.#filled);
      this.#block.set(bytes.subarray(at, at + count), this.#filled);
      at += count;
      this.#filled += count;
      if (this.#filled < this.#block.length) return;
      const {buffer} = this.#block;
      this.#block = new Uint8Array(this.#samples * 2);
      this.#filled = 0;
      each(new Int16Array(buffer));
    }
  }
}
