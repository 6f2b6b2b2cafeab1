import type {MicrophoneLease} from '@sidetone/core';

/** One holder's share of the microphone. */
export class Lease extends EventTarget implements MicrophoneLease {
  #track: MediaStreamTrack;
  #release: (() => void) | undefined;

  /** @param track Of this lease alone. */
  constructor(track: MediaStreamTrack, release: () => void) {
    super();
    this.#track = track;
    this.#release = release;
  }

  get track(): MediaStreamTrack {
    return this.#track;
  }

  /** Another device: who was muted stays muted. */
  replace(track: MediaStreamTrack): void {
    const former = this.#track;
    track.enabled = former.enabled;
    this.#track = track;
    this.dispatchEvent(new Event('track'));
    former.stop();
  }

  release(): void {
    this.#track.stop();
    this.#release?.();
    this.#release = undefined;
  }
}
