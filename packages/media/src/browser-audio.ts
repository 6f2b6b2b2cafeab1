import type {AudioLine, PhoneAudio, ProgressTone} from '@sidetone/core';
import {pageContext, SharedContext} from './context/shared-context.js';
import {AudioDevices} from './devices/audio-devices.js';
import {pageStorage, readChoice} from './devices/choice-store.js';
import {BrowserLine} from './line/browser-line.js';
import {mergeLines} from './line/merge.js';
import {Playback, type PlayedStream} from './line/playback.js';
import {SharedMicrophone} from './microphone/shared-microphone.js';
import {Mixer} from './mixer/mixer.js';
import {TonePlayer, type ToneOptions} from './tones/tone-player.js';

export interface BrowserAudioOptions extends ToneOptions {
  /** The page's own; else one is shared by everything of Sidetone in the page. */
  context?: AudioContext;
  /** For the microphone, e.g. `{noiseSuppression: false}`; the device comes from `devices`. */
  constraints?: MediaTrackConstraints;
  /** Where the choice of devices is remembered: localStorage unless said otherwise; `null` forgets it. */
  storage?: Storage | null;
}

/**
 * The browser's audio for a phone: `new Phone({audio: new BrowserAudio({country: 'CH'}), …})`.
 * Dispatches `change` when `playback` changes.
 */
export class BrowserAudio extends EventTarget implements PhoneAudio {
  readonly microphone: SharedMicrophone;
  readonly devices: AudioDevices;
  /** The AudioContext that level meters and further mixes share. */
  readonly context: SharedContext;
  readonly mixer: Mixer;
  readonly #playback: Playback;
  readonly #tones: TonePlayer;
  readonly #lines = new Set<BrowserLine>();

  constructor({context, constraints, storage, ...tones}: BrowserAudioOptions = {}) {
    super();
    const store = storage === undefined ? pageStorage() : (storage ?? undefined);
    this.context = context ? new SharedContext(context) : pageContext();
    this.mixer = new Mixer(this.context);
    this.microphone = new SharedMicrophone({
      ...(constraints && {constraints}),
      deviceId: readChoice(store).microphone,
    });
    this.#playback = new Playback(this.context);
    let state = this.playback;
    this.#playback.addEventListener('change', () => {
      if (state === this.playback) return;
      state = this.playback;
      this.dispatchEvent(new Event('change'));
    });
    this.#tones = new TonePlayer(this.context, this.#playback, tones);
    this.devices = new AudioDevices(this.microphone, this.#playback, store);
  }

  /** `blocked`: the browser wants a click or a key before anything may sound. See {@link unblock}. */
  get playback(): 'allowed' | 'blocked' {
    return this.#playback.state;
  }

  /** Lets everything sound that the browser blocked. Call it from a user gesture. */
  async unblock(): Promise<void> {
    await this.#playback.unblock();
  }

  /** Country of the tones, ringing on or off, a ringing of one's own. */
  get tones(): Readonly<Required<ToneOptions>> {
    return this.#tones.options;
  }

  /** Takes effect at once, also for the tone that is sounding. */
  configureTones(options: ToneOptions): void {
    this.#tones.configure(options);
  }

  async openLine(options?: {signal?: AbortSignal}): Promise<AudioLine> {
    const lease = await this.microphone.acquire(options);
    const line = new BrowserLine(lease, {context: this.context, mixer: this.mixer, playback: this.#playback});
    this.#lines.add(line);
    line.closed.addEventListener('abort', () => this.#lines.delete(line));
    return line;
  }

  /** Plays a far side that is no call's, such as somebody in a room, on the chosen speaker. */
  play(stream: MediaStream): PlayedStream {
    const played = this.#playback.open();
    played.setStream(stream);
    return played;
  }

  setTone(tone: ProgressTone | undefined): void {
    this.#tones.set(tone);
  }

  playDigit(digit: string): void {
    this.#tones.digit(digit);
  }

  merge(lines: readonly AudioLine[]): () => void {
    return mergeLines(lines);
  }

  /** Silence: closes every line, the microphone and what was opened for them. */
  close(): void {
    for (const line of [...this.#lines]) line.close();
    this.#tones.close();
    this.devices.close();
    this.#playback.close();
    this.microphone.close();
    if (this.context !== pageContext()) void this.context.close();
  }
}
