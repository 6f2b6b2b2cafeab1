/**
 * The seam between the phone and the browser's audio. `@sidetone/media` implements all of it; without it
 * the phone captures the default microphone and leaves playing to the page (see `plainAudio`).
 */
export interface PhoneAudio {
  readonly microphone: Microphone;
  /** Opens the sound of one call: captures the microphone unless it is captured already. Rejects with `microphone-…` errors. */
  openLine(options?: {signal?: AbortSignal}): Promise<AudioLine>;
  /** Plays this tone until another is set; `undefined` is silence. */
  setTone(tone: ProgressTone | undefined): void;
  /** Local feedback for one DTMF digit; not sent to anyone. */
  playDigit(digit: string): void;
  /** From now on the far sides of these lines hear each other. Returns what undoes it. */
  merge(lines: readonly AudioLine[]): () => void;
}

/** Call progress tones, by country where countries differ (ITU-T E.180). */
export type ProgressTone = 'ringing' | 'call-waiting' | 'ringback' | 'busy' | 'congestion';

/**
 * The one shared capture of the page. It is on while somebody holds a lease, off otherwise.
 * Dispatches `change` when `state` or `error` change.
 */
export interface Microphone extends EventTarget {
  readonly state: 'off' | 'starting' | 'on' | 'failed';
  /** A SidetoneError with a `microphone-…` code. */
  readonly error: Error | undefined;
  /** Holds the capture until the lease is released. */
  acquire(options?: {signal?: AbortSignal}): Promise<MicrophoneLease>;
}

/** Dispatches `track` when the capture's track was replaced (another device). */
export interface MicrophoneLease extends EventTarget {
  /** A track of the lease's own: enabling and stopping it touches nobody else's. */
  readonly track: MediaStreamTrack;
  release(): void;
}

/**
 * The sound of one call: what is sent and what is heard.
 * Dispatches `track` when `track` was replaced: the call then puts the new one into its sender.
 */
export interface AudioLine extends EventTarget {
  /** What the far side hears: the microphone, or a mix that contains it. */
  readonly track: MediaStreamTrack;
  /** The microphone's part of `track` is silence. Read back from the track itself. */
  readonly muted: boolean;
  setMuted(muted: boolean): void;
  /** Plays the far side. Called again when the far side's stream changes. */
  attach(remote: MediaStream): void;
  /** While not audible the far side is not played here (a held call). */
  setAudible(audible: boolean): void;
  /** From now on the far side hears this too, beside the microphone. Returns what undoes it. Throws `merge-unavailable`. */
  mixIn(sound: MediaStream): () => void;
  /** What the far side says, to be sent elsewhere too: silence while the line is not audible. Throws `merge-unavailable`. */
  tap(): LineTap;
  /** Records both sides; with `announce` the far side hears a short tone every 15 s. Rejects with `recording-unavailable`. */
  record(options?: {announce?: boolean}): Promise<Recording>;
  close(): void;
}

/** A line's far side as a track of its own, until closed. */
export interface LineTap {
  readonly track: MediaStreamTrack;
  close(): void;
}

export interface Recording {
  readonly startedAt: number;
  /** Ends it; the file as the browser encodes it (WebM or MP4 with Opus or AAC). */
  stop(): Promise<Blob>;
}
