import {frameSamples} from './format.js';

/** One voice in the mix. */
export interface MixerInput {
  /** Takes the next 20 ms. */
  push(frame: Int16Array): void;
  close(): void;
}

interface MixerOptions {
  /** Gets each mixed frame of 20 ms, which it may keep. */
  output: (frame: Int16Array) => void;
  /** Now, in milliseconds of a clock that only goes forward. */
  now?: () => number;
}

/** An input that gave nothing for so long, in ms, is not waited for. */
const patience = 60;
/** Nothing was mixed for so long, in ms: the clock goes on without the inputs. */
const lull = 35;
/** Frames an input may be ahead of the others. */
const depth = 4;
/** Over so many frames an input that was always ahead loses one: it would be late for ever. */
const window = 50;

class Input implements MixerInput {
  readonly frames: Int16Array[] = [];
  lastPush = -Infinity;
  /** The least that was left waiting since `counted` frames. */
  surplus = depth;
  counted = 0;
  readonly #mixer: FrameMixer;

  constructor(mixer: FrameMixer) {
    this.#mixer = mixer;
  }

  push(frame: Int16Array): void {
    this.#mixer.accept(this, frame);
  }

  close(): void {
    this.#mixer.remove(this);
  }

  /** The next frame, and no standing queue behind it. */
  take(): Int16Array | undefined {
    const frame = this.frames.shift();
    this.surplus = Math.min(this.surplus, this.frames.length);
    if (++this.counted < window) return frame;
    if (this.surplus > 0) this.frames.shift();
    this.surplus = depth;
    this.counted = 0;
    return frame;
  }
}

/**
 * Mixes voices that come in frames of 20 ms, each at moments of its own. It has no clock while there is a voice: a frame goes out when
 * every voice has given its part, so that a single voice is passed on at once. {@link FrameMixer.tick} keeps silence flowing otherwise.
 */
export class FrameMixer {
  readonly #inputs = new Set<Input>();
  readonly #output: (frame: Int16Array) => void;
  readonly #now: () => number;
  #tone: Int16Array | undefined;
  #toneAt = 0;
  #lastMix: number;

  constructor({output, now = () => performance.now()}: MixerOptions) {
    this.#output = output;
    this.#now = now;
    this.#lastMix = now();
  }

  input(): MixerInput {
    const input = new Input(this);
    this.#inputs.add(input);
    return input;
  }

  /** Mixes in a sound from the next frame on, instead of one that may still be playing. */
  play(samples: Int16Array): void {
    this.#tone = samples;
    this.#toneAt = 0;
  }

  /** To be called about every 20 ms: puts out silence, or the tone alone, while no voice drives the mix. */
  tick(): void {
    const now = this.#now();
    if (now - this.#lastMix < lull) return;
    // After a long pause the past is not made up for.
    this.#lastMix = Math.max(this.#lastMix + 20, now - lull);
    this.#mix();
  }

  /** @internal */
  accept(input: Input, frame: Int16Array): void {
    if (!this.#inputs.has(input)) return;
    input.lastPush = this.#now();
    input.frames.push(frame);
    if (input.frames.length > depth) input.frames.shift();
    if (!this.#complete(input.lastPush)) return;
    this.#lastMix = input.lastPush;
    this.#mix();
  }

  /** @internal */
  remove(input: Input): void {
    this.#inputs.delete(input);
  }

  /** Every voice that speaks has a frame, or one is two ahead of a late one. */
  #complete(now: number): boolean {
    let all = true;
    for (const {frames, lastPush} of this.#inputs) {
      if (frames.length > 1) return true;
      if (frames.length === 0 && now - lastPush < patience) all = false;
    }
    return all;
  }

  #mix(): void {
    const parts: Int16Array[] = [];
    for (const input of this.#inputs) {
      const frame = input.take();
      if (frame) parts.push(frame);
    }
    const part = this.#toneFrame();
    if (part) parts.push(part);
    this.#output(sum(parts));
  }

  #toneFrame(): Int16Array | undefined {
    if (!this.#tone) return undefined;
    const part = this.#tone.subarray(this.#toneAt, this.#toneAt + frameSamples);
    this.#toneAt += frameSamples;
    if (this.#toneAt >= this.#tone.length) this.#tone = undefined;
    return part;
  }
}

function sum(parts: readonly Int16Array[]): Int16Array {
  const [only] = parts;
  if (parts.length === 1 && only?.length === frameSamples) return only;
  const mixed = new Int16Array(frameSamples);
  for (let index = 0; index < frameSamples; index++) {
    let value = 0;
    for (const part of parts) value += part[index] ?? 0;
    mixed[index] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value;
  }
  return mixed;
}
