import type {AudioLine, LineTap, Microphone, PhoneAudio, ProgressTone, Recording} from '../audio/audio.js';
import {SidetoneError} from '../errors.js';

/** Audio without sound, for unit tests: what would be captured, played and sent can be read. Runs in Node. */
export class FakeAudio implements PhoneAudio {
  readonly microphone = new FakeMicrophone();
  readonly lines: FakeLine[] = [];
  /** What is played now. */
  tone: ProgressTone | undefined;
  /** Feedback digits played so far. */
  digits = '';
  /** The lines of each merge that stands. */
  readonly merges = new Set<readonly AudioLine[]>();

  /** Opens no line while set: the microphone's error. */
  failure: SidetoneError | undefined;

  async openLine({signal}: {signal?: AbortSignal} = {}): Promise<FakeLine> {
    await Promise.resolve();
    if (signal?.aborted) throw new SidetoneError('aborted');
    if (this.failure) throw this.failure;
    const line = new FakeLine(this.microphone);
    this.lines.push(line);
    return line;
  }

  setTone(tone: ProgressTone | undefined): void {
    this.tone = tone;
  }

  playDigit(digit: string): void {
    this.digits += digit;
  }

  merge(lines: readonly AudioLine[]): () => void {
    this.merges.add(lines);
    return () => this.merges.delete(lines);
  }
}

export class FakeMicrophone extends EventTarget implements Microphone {
  leases = 0;
  error: Error | undefined;

  get state() {
    return this.leases ? 'on' : 'off';
  }

  async acquire() {
    this.leases++;
    return Object.assign(new EventTarget(), {track: fakeTrack(), release: () => void this.leases--});
  }
}

export class FakeLine extends EventTarget implements AudioLine {
  readonly track = fakeTrack();
  remote: MediaStream | undefined;
  muted = false;
  audible = true;
  closed = false;
  readonly #microphone: FakeMicrophone;

  constructor(microphone: FakeMicrophone) {
    super();
    this.#microphone = microphone;
    microphone.leases++;
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
  }

  attach(remote: MediaStream): void {
    this.remote = remote;
  }

  setAudible(audible: boolean): void {
    this.audible = audible;
  }

  /** What the far side hears beside the microphone. */
  readonly mixedIn = new Set<MediaStream>();
  /** Taps that are open. */
  taps = 0;

  mixIn(sound: MediaStream): () => void {
    this.mixedIn.add(sound);
    return () => this.mixedIn.delete(sound);
  }

  tap(): LineTap {
    this.taps++;
    return {track: fakeTrack(), close: () => void this.taps--};
  }

  async record(): Promise<Recording> {
    return {startedAt: Date.now(), stop: async () => new Blob(['fake'])};
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#microphone.leases--;
  }
}

function fakeTrack(): MediaStreamTrack {
  return Object.assign(new EventTarget(), {
    kind: 'audio',
    enabled: true,
    readyState: 'live',
  }) as unknown as MediaStreamTrack;
}
