import type {MicrophoneLease} from '@sidetone/core';
import type {Mixer, MixerOutput} from '../mixer/mixer.js';
import {Tap} from '../mixer/tap.js';

/**
 * What a far side hears: the microphone's own track, which has the least delay, and a mix only while
 * something is mixed in. Dispatches `track` when `track` was replaced.
 */
export class Outgoing extends EventTarget {
  readonly #lease: MicrophoneLease;
  readonly #mixer: Mixer;
  /** The microphone, for mixes: this one and recordings. */
  readonly microphone: Tap;
  #mix: MixerOutput | undefined;
  #additions = 0;

  constructor(lease: MicrophoneLease, mixer: Mixer, signal: AbortSignal) {
    super();
    this.#lease = lease;
    this.#mixer = mixer;
    this.microphone = new Tap(mixer, () => lease.track);
    const replaced = () => {
      this.microphone.refresh();
      if (!this.#mix) this.dispatchEvent(new Event('track'));
    };
    lease.addEventListener('track', replaced, {signal});
  }

  get track(): MediaStreamTrack {
    return this.#mix?.track ?? this.#lease.track;
  }

  /** The far side hears this too. Returns what undoes it. */
  add(sound: Tap): () => void {
    const mix = this.#mix ?? this.#beginMix();
    this.#additions++;
    const undo = sound.feed(mix);
    let done = false;
    return () => {
      if (done) return;
      done = true;
      undo();
      if (--this.#additions === 0) this.#endMix();
    };
  }

  #beginMix(): MixerOutput {
    const mix = this.#mixer.output();
    this.#mix = mix;
    this.microphone.feed(mix);
    this.dispatchEvent(new Event('track'));
    return mix;
  }

  #endMix(): void {
    const mix = this.#mix!;
    this.#mix = undefined;
    // The plain track takes over before the mix goes silent.
    this.dispatchEvent(new Event('track'));
    this.microphone.withdraw(mix);
    mix.close();
  }
}
