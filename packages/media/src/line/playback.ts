import {SidetoneError} from '@sidetone/core';
import type {SharedContext} from '../context/shared-context.js';

/** The sound of one far side at the loudspeaker. */
export interface PlayedStream {
  /** Plays this from now on. */
  setStream(stream: MediaStream): void;
  setAudible(audible: boolean): void;
  /** 1 is as it came, 0 is silence. */
  setVolume(volume: number): void;
  close(): void;
}

/**
 * The loudspeaker: far sides by media elements (least delay, echo cancelled), tones by the shared context.
 * While the browser blocks sound it is `blocked`, and everything that should sound begins with
 * {@link unblock}, or with the first click or key anywhere. Dispatches `change` when `state` or `speaker` change.
 */
export class Playback extends EventTarget {
  readonly #context: SharedContext;
  readonly #elements = new Set<HTMLAudioElement>();
  readonly #refused = new Set<HTMLAudioElement>();
  readonly #life = new AbortController();
  #gestures: AbortController | undefined;
  #state: 'allowed' | 'blocked' = 'allowed';
  #speaker = '';

  constructor(context: SharedContext) {
    super();
    this.#context = context;
    context.addEventListener('change', () => this.#update(), {signal: this.#life.signal});
  }

  get state(): 'allowed' | 'blocked' {
    return this.#state;
  }

  /** The device that plays, `''` for the default one. */
  get speaker(): string {
    return this.#speaker;
  }

  /** The browser lets pages choose the speaker. */
  get canSelectSpeaker(): boolean {
    return 'setSinkId' in HTMLMediaElement.prototype;
  }

  /** A place at the loudspeaker for one far side. */
  open(): PlayedStream {
    const element = this.#add();
    return {
      setStream: (stream) => {
        element.srcObject = stream;
        void this.#start(element);
      },
      setAudible: (audible) => {
        element.muted = !audible;
        // A browser that blocks sound pauses an element when it is unmuted.
        if (audible && element.srcObject) void this.#start(element);
      },
      setVolume: (volume) => {
        element.volume = volume;
      },
      close: () => this.#drop(element),
    };
  }

  /** Plays a sound file over and over until the returned function is called. */
  loop(url: string): () => void {
    const element = this.#add();
    element.loop = true;
    element.src = url;
    void this.#start(element);
    return () => this.#drop(element);
  }

  /** Lets everything sound that the browser blocked. Call it from a user gesture. */
  async unblock(): Promise<void> {
    await Promise.all([this.#context.resume(), ...[...this.#refused].map((element) => this.#start(element))]);
  }

  /** Plays everything on this device, `''` for the default one. Rejects with `speaker-unavailable`, and the former one stays. */
  async selectSpeaker(deviceId: string): Promise<void> {
    if (!this.canSelectSpeaker) {
      if (!deviceId) return;
      throw new SidetoneError('speaker-unavailable', {
        detail: 'this browser plays on the default speaker only',
      });
    }
    try {
      await this.#route(deviceId);
    } catch (error) {
      await this.#route(this.#speaker).catch(() => {});
      throw new SidetoneError('speaker-unavailable', {cause: error});
    }
    this.#speaker = deviceId;
    this.dispatchEvent(new Event('change'));
  }

  close(): void {
    for (const element of [...this.#elements]) this.#drop(element);
    this.#gestures?.abort();
    this.#life.abort();
  }

  async #route(deviceId: string): Promise<void> {
    // Also with nothing playing yet a device that cannot be used is refused.
    await new Audio().setSinkId(deviceId);
    await this.#context.setSink(deviceId);
    await Promise.all([...this.#elements].map((element) => element.setSinkId(deviceId)));
  }

  #add(): HTMLAudioElement {
    const element = new Audio();
    if (this.#speaker) element.setSinkId(this.#speaker).catch(() => {});
    this.#elements.add(element);
    return element;
  }

  #drop(element: HTMLAudioElement): void {
    element.pause();
    element.srcObject = null;
    element.removeAttribute('src');
    this.#elements.delete(element);
    this.#refused.delete(element);
    this.#update();
  }

  async #start(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
      this.#refused.delete(element);
    } catch (error) {
      // AbortError: another stream or the end came in between, which is no refusal.
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (refused && this.#elements.has(element)) this.#refused.add(element);
    }
    this.#update();
  }

  #update(): void {
    const state = this.#refused.size || this.#context.blocked ? 'blocked' : 'allowed';
    if (state === this.#state) return;
    this.#state = state;
    this.#gestures?.abort();
    if (state === 'blocked') this.#awaitGesture();
    this.dispatchEvent(new Event('change'));
  }

  #awaitGesture(): void {
    this.#gestures = new AbortController();
    const options = {capture: true, signal: this.#gestures.signal};
    for (const type of ['pointerup', 'keydown'])
      document.addEventListener(type, () => void this.unblock(), options);
  }
}
