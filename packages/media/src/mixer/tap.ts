import type {Mixer, MixerInput, MixerOutput, MixerSource} from './mixer.js';

/** A sound of a call that goes into mixes now and then: it costs nothing while it is in none. */
export class Tap {
  readonly #mixer: Mixer;
  readonly #source: () => MixerSource;
  readonly #outputs = new Set<MixerOutput>();
  #input: MixerInput | undefined;
  #open = true;

  constructor(mixer: Mixer, source: () => MixerSource) {
    this.#mixer = mixer;
    this.#source = source;
  }

  /** From now on it is heard in this output. Returns what undoes it. */
  feed(output: MixerOutput): () => void {
    this.#input ??= this.#mixer.input(this.#source());
    this.#outputs.add(output);
    this.#input.setGain(output, this.#open ? 1 : 0);
    return () => this.withdraw(output);
  }

  /** The source is another one now. */
  refresh(): void {
    this.#input?.replace(this.#source());
  }

  /** While shut it is silence in every mix. */
  setOpen(open: boolean): void {
    this.#open = open;
    for (const output of this.#outputs) this.#input?.setGain(output, open ? 1 : 0);
  }

  close(): void {
    for (const output of this.#outputs) this.withdraw(output);
  }

  withdraw(output: MixerOutput): void {
    if (!this.#outputs.delete(output)) return;
    this.#input?.setGain(output, 0);
    if (this.#outputs.size) return;
    this.#input?.close();
    this.#input = undefined;
  }
}
