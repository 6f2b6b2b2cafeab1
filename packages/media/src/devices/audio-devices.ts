import type {Playback} from '../line/playback.js';
import type {SharedMicrophone} from '../microphone/shared-microphone.js';
import {readChoice, writeChoice} from './choice-store.js';

export interface AudioDevice {
  /** Of this device on this site; `''` before the microphone was allowed. */
  readonly deviceId: string;
  /** Its name; `''` before the microphone was allowed. */
  readonly label: string;
}

/**
 * The microphones and speakers there are, and the person's choice, which is remembered. Follows what is
 * plugged in and out. Dispatches `change` when a list or a choice changes.
 */
export class AudioDevices extends EventTarget {
  readonly #microphone: SharedMicrophone;
  readonly #playback: Playback;
  readonly #storage: Storage | undefined;
  readonly #life = new AbortController();
  #microphones: readonly AudioDevice[] = [];
  #speakers: readonly AudioDevice[] = [];
  #seen = '';
  /** The speaker that was remembered but is not plugged in, or not yet visible. */
  #awaitedSpeaker: string;
  #selecting = 0;

  constructor(microphone: SharedMicrophone, playback: Playback, storage: Storage | undefined) {
    super();
    this.#microphone = microphone;
    this.#playback = playback;
    this.#storage = storage;
    this.#awaitedSpeaker = readChoice(storage).speaker;
    const {signal} = this.#life;
    // Outside a secure context there is no mediaDevices, whatever the types say.
    const media = navigator.mediaDevices as MediaDevices | undefined;
    media?.addEventListener('devicechange', () => void this.refresh(), {signal});
    // Labels become known with permission, that is with the first capture.
    microphone.addEventListener('change', () => void this.refresh(), {signal});
    playback.addEventListener('change', () => this.#publish(), {signal});
    void this.refresh();
  }

  get microphones(): readonly AudioDevice[] {
    return this.#microphones;
  }

  get speakers(): readonly AudioDevice[] {
    return this.#speakers;
  }

  /** The chosen microphone, also while it is unplugged; `''` is the system's default. */
  get microphone(): string {
    return this.#microphone.chosenDeviceId;
  }

  /** The speaker in use; `''` is the system's default. */
  get speaker(): string {
    return this.#playback.speaker;
  }

  /** The browser lets pages choose the speaker. */
  get canSelectSpeaker(): boolean {
    return this.#playback.canSelectSpeaker;
  }

  /** Also in calls that are going on. Rejects with a `microphone-…` error, and then nothing changed. */
  async selectMicrophone(deviceId: string): Promise<void> {
    await this.#microphone.selectDevice(deviceId);
    this.#remember();
  }

  /** Also for what is sounding. Rejects with `speaker-unavailable`, and then nothing changed. */
  async selectSpeaker(deviceId: string): Promise<void> {
    const former = this.#awaitedSpeaker;
    this.#awaitedSpeaker = deviceId;
    this.#selecting++;
    try {
      await this.#playback.selectSpeaker(deviceId);
    } catch (error) {
      this.#awaitedSpeaker = former;
      throw error;
    } finally {
      this.#selecting--;
    }
    this.#remember();
  }

  /** Looks again which devices there are. */
  async refresh(): Promise<void> {
    const media = navigator.mediaDevices as MediaDevices | undefined;
    const devices = (await media?.enumerateDevices().catch(() => [])) ?? [];
    if (this.#life.signal.aborted) return;
    const named = (kind: MediaDeviceKind) =>
      devices.filter((device) => device.kind === kind).map(({deviceId, label}) => ({deviceId, label}));
    this.#microphones = named('audioinput');
    this.#speakers = named('audiooutput');
    await this.#followSpeaker();
    this.#publish();
  }

  close(): void {
    this.#life.abort();
  }

  /** A speaker that was unplugged gives way to the default one, and takes over when it is back. */
  async #followSpeaker(): Promise<void> {
    if (this.#selecting) return;
    const present = this.#speakers.some(({deviceId}) => deviceId === this.#awaitedSpeaker);
    const wanted = present ? this.#awaitedSpeaker : '';
    if (wanted !== this.speaker) await this.#playback.selectSpeaker(wanted).catch(() => {});
  }

  #remember(): void {
    writeChoice(this.#storage, {microphone: this.microphone, speaker: this.#awaitedSpeaker});
    this.#publish();
  }

  #publish(): void {
    const seen = JSON.stringify([this.#microphones, this.#speakers, this.microphone, this.speaker]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.dispatchEvent(new Event('change'));
  }
}
