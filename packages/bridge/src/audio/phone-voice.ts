import {blockSamples, milliseconds} from './format.js';
import {Rechunker} from './rechunk.js';
import {Timeline} from './timeline.js';

interface PhoneVoiceOptions {
  /** Gets each block of 10 ms for the room. */
  output: (block: Int16Array) => void;
  /** Now, in milliseconds of a clock that only goes forward. */
  now?: () => number;
  /** Calls later, when everything that waits to be read has been read. */
  defer?: (work: () => void) => void;
}

/** How late what the phone says may be, in ms: the listeners' jitter buffers make up for so much. */
const lag = 200;
const blockLasts = milliseconds(blockSamples);
const silence = new Int16Array(blockSamples);

/**
 * What a phone says, made fit for a room: whole blocks, in real time. After a pause of whatever cause only the newest that came meanwhile
 * is still said; silence, which costs a room nothing, stands for what was older and for what did not come at all.
 */
export class PhoneVoice {
  readonly #output: (block: Int16Array) => void;
  readonly #defer: (work: () => void) => void;
  readonly #rechunker = new Rechunker(blockSamples);
  readonly #timeline: Timeline;
  #arrived: Int16Array[] = [];

  constructor({output, now, defer = setImmediate}: PhoneVoiceOptions) {
    this.#output = output;
    this.#defer = defer;
    this.#timeline = new Timeline({lag, ...(now && {now})});
  }

  /** Takes bytes in messages of any size: signed 16-bit, little-endian. */
  push(bytes: Uint8Array): void {
    const idle = this.#arrived.length === 0;
    this.#rechunker.push(bytes, (block) => this.#arrived.push(block));
    if (idle && this.#arrived.length > 0) this.#defer(() => this.#flush());
  }

  /** To be called about every 20 ms. */
  tick(): void {
    this.#defer(() => {
      for (let missing = this.#timeline.takeMissing(); missing >= blockLasts; missing -= blockLasts)
        this.#output(silence);
    });
  }

  #flush(): void {
    const blocks = this.#arrived;
    this.#arrived = [];
    const stale = blocks.length - lag / blockLasts;
    for (const [index, block] of blocks.entries())
      if (this.#timeline.admits(blockLasts)) this.#output(index < stale ? silence : block);
  }
}
