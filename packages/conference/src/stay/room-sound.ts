import type {BrowserAudio, PlayedStream} from '@sidetone/media';

/** How the room sounds here. */
export type Loudness = 'full' | 'ducked' | 'silent';

/** Still there, and well below a voice on the telephone: 20 dB down. */
const duckedVolume = 0.1;

interface Voice {
  stream: MediaStream;
  played: PlayedStream;
}

/** Everybody's sound at this page's speaker. Dispatches `change` when a voice comes or goes. */
export class RoomSound extends EventTarget {
  readonly #audio: BrowserAudio;
  readonly #voices = new Map<MediaStreamTrack, Voice>();
  #loudness: Loudness = 'full';

  constructor(audio: BrowserAudio) {
    super();
    this.#audio = audio;
  }

  /** One for each track, the same object for as long as it is there. */
  get streams(): MediaStream[] {
    return [...this.#voices.values()].map(({stream}) => stream);
  }

  add(track: MediaStreamTrack): void {
    if (this.#voices.has(track)) return;
    const stream = new MediaStream([track]);
    const voice = {stream, played: this.#audio.play(stream)};
    this.#voices.set(track, voice);
    this.#adjust(voice);
    this.dispatchEvent(new Event('change'));
  }

  remove(track: MediaStreamTrack): void {
    const voice = this.#voices.get(track);
    if (!voice) return;
    this.#voices.delete(track);
    voice.played.close();
    this.dispatchEvent(new Event('change'));
  }

  setLoudness(loudness: Loudness): void {
    this.#loudness = loudness;
    for (const voice of this.#voices.values()) this.#adjust(voice);
  }

  close(): void {
    for (const track of [...this.#voices.keys()]) this.remove(track);
  }

  #adjust({played}: Voice): void {
    played.setVolume(this.#loudness === 'ducked' ? duckedVolume : 1);
    played.setAudible(this.#loudness !== 'silent');
  }
}
