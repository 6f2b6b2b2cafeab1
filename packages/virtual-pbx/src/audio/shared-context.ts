/** One audio context for everything a PBX plays and listens to, made when first needed. */
export class SharedContext {
  #context: AudioContext | undefined;

  get(): AudioContext {
    this.#context ??= new AudioContext();
    // Autoplay rules may have kept it silent since before the user's first click.
    void this.#context.resume();
    return this.#context;
  }

  close(): void {
    void this.#context?.close();
    this.#context = undefined;
  }
}
