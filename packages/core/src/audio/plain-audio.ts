import {SidetoneError} from '../errors.js';
import type {AudioLine, LineTap, Microphone, MicrophoneLease, PhoneAudio} from './audio.js';

/** The browser's error for getUserMedia as a SidetoneError with a `microphone-…` code. */
export function microphoneError(error: unknown): SidetoneError {
  if (error instanceof SidetoneError) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new SidetoneError('microphone-missing', {cause: error});
    case 'NotReadableError':
    case 'AbortError':
      return new SidetoneError('microphone-busy', {cause: error});
    default:
      return new SidetoneError('microphone-denied', {cause: error});
  }
}

/**
 * The audio of a phone that was given none: captures the default microphone for each call and plays
 * nothing. The page plays `call.remoteStream` itself; `@sidetone/media` does all of it.
 */
export function plainAudio(): PhoneAudio {
  const microphone = new PlainMicrophone();
  return {
    microphone,
    openLine: async (options) => new PlainLine(await microphone.acquire(options)),
    setTone: () => {},
    playDigit: () => {},
    merge: () => unmixable(),
  };
}

function unmixable(): never {
  throw new SidetoneError('merge-unavailable', {detail: 'give the phone the audio of @sidetone/media'});
}

class PlainMicrophone extends EventTarget implements Microphone {
  #error: SidetoneError | undefined;
  #starting = 0;
  #leases = 0;

  get state() {
    if (this.#leases) return 'on';
    if (this.#starting) return 'starting';
    return this.#error ? 'failed' : 'off';
  }

  get error() {
    return this.#error;
  }

  async acquire({signal}: {signal?: AbortSignal} = {}): Promise<MicrophoneLease> {
    this.#change(() => this.#starting++);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({audio: true});
      const track = stream.getAudioTracks()[0]!;
      if (signal?.aborted) {
        track.stop();
        throw new SidetoneError('aborted');
      }
      this.#error = undefined;
      this.#leases++;
      return Object.assign(new EventTarget(), {track, release: () => this.#release(track)});
    } catch (error) {
      this.#error = microphoneError(error);
      throw this.#error;
    } finally {
      this.#change(() => this.#starting--);
    }
  }

  #release(track: MediaStreamTrack): void {
    if (track.readyState === 'ended') return;
    track.stop();
    this.#change(() => this.#leases--);
  }

  #change(act: () => void): void {
    act();
    this.dispatchEvent(new Event('change'));
  }
}

class PlainLine extends EventTarget implements AudioLine {
  readonly #lease: MicrophoneLease;

  constructor(lease: MicrophoneLease) {
    super();
    this.#lease = lease;
  }

  get track() {
    return this.#lease.track;
  }

  get muted() {
    return !this.track.enabled;
  }

  setMuted(muted: boolean): void {
    this.track.enabled = !muted;
  }

  attach(): void {}

  setAudible(): void {}

  mixIn(): () => void {
    return unmixable();
  }

  tap(): LineTap {
    return unmixable();
  }

  async record(): Promise<never> {
    throw new SidetoneError('recording-unavailable', {detail: 'give the phone the audio of @sidetone/media'});
  }

  close(): void {
    this.#lease.release();
  }
}
