import {
  SidetoneError,
  type AudioLine,
  type LineTap,
  type MicrophoneLease,
  type Recording,
} from '@sidetone/core';
import type {SharedContext} from '../context/shared-context.js';
import type {Mixer} from '../mixer/mixer.js';
import {Tap} from '../mixer/tap.js';
import {announcement} from './announcement.js';
import {Outgoing} from './outgoing.js';
import type {Playback, PlayedStream} from './playback.js';
import {recordMix} from './recording.js';

/** What a line shares with the others of the page. */
export interface LineParts {
  readonly context: SharedContext;
  readonly mixer: Mixer;
  readonly playback: Playback;
}

/** The sound of one call: sends the microphone, plays the far side; can be recorded and merged with others. */
export class BrowserLine extends EventTarget implements AudioLine {
  readonly #lease: MicrophoneLease;
  readonly #parts: LineParts;
  readonly #life = new AbortController();
  readonly #outgoing: Outgoing;
  readonly #played: PlayedStream;
  readonly #farSide: Tap;
  #remote = new MediaStream();
  #recording: Recording | undefined;

  constructor(lease: MicrophoneLease, parts: LineParts) {
    super();
    this.#lease = lease;
    this.#parts = parts;
    this.#played = parts.playback.open();
    this.#farSide = new Tap(parts.mixer, () => this.#remote);
    this.#outgoing = new Outgoing(lease, parts.mixer, this.closed);
    this.#outgoing.addEventListener('track', () => this.dispatchEvent(new Event('track')), {
      signal: this.closed,
    });
  }

  /** Aborted when the line is closed. */
  get closed(): AbortSignal {
    return this.#life.signal;
  }

  get track(): MediaStreamTrack {
    return this.#outgoing.track;
  }

  get muted(): boolean {
    return !this.#lease.track.enabled;
  }

  setMuted(muted: boolean): void {
    this.#lease.track.enabled = !muted;
  }

  attach(remote: MediaStream): void {
    if (this.closed.aborted) return;
    this.#remote = remote;
    this.#farSide.refresh();
    this.#played.setStream(remote);
  }

  /** While not audible it is no part of merged calls or of a recording either: a held call is private. */
  setAudible(audible: boolean): void {
    this.#played.setAudible(audible);
    this.#farSide.setOpen(audible);
    this.#outgoing.microphone.setOpen(audible);
  }

  async record({announce = false}: {announce?: boolean} = {}): Promise<Recording> {
    if (this.closed.aborted) throw new SidetoneError('recording-unavailable', {detail: 'the call is over'});
    if (this.#recording)
      throw new SidetoneError('recording-unavailable', {detail: 'it is being recorded already'});
    const {mixer, context} = this.#parts;
    const mix = mixer.output();
    const undo = [() => mix.close(), this.#outgoing.microphone.feed(mix), this.#farSide.feed(mix)];
    const finish = () => {
      for (const step of undo.splice(0).reverse()) step();
      this.#recording = undefined;
    };
    try {
      this.#recording = recordMix(mix, finish);
    } catch (error) {
      finish();
      throw error;
    }
    if (announce) {
      const {sound, close} = announcement(context, mixer);
      undo.push(close, this.#outgoing.add(sound));
    }
    return this.#recording;
  }

  /** This line's far side hears the other one's. Returns what undoes it. */
  hear(other: BrowserLine): () => void {
    return this.#outgoing.add(other.#farSide);
  }

  mixIn(sound: MediaStream): () => void {
    this.#requireOpen();
    const added = new Tap(this.#parts.mixer, () => sound);
    return this.#outgoing.add(added);
  }

  tap(): LineTap {
    this.#requireOpen();
    const mix = this.#parts.mixer.output();
    const stop = this.#farSide.feed(mix);
    const close = () => {
      stop();
      mix.close();
      this.closed.removeEventListener('abort', close);
    };
    this.closed.addEventListener('abort', close);
    return {track: mix.track, close};
  }

  close(): void {
    if (this.closed.aborted) return;
    void this.#recording?.stop();
    this.#life.abort();
    this.#played.close();
    this.#lease.release();
  }

  #requireOpen(): void {
    if (this.closed.aborted) throw new SidetoneError('merge-unavailable', {detail: 'the call is over'});
  }
}
