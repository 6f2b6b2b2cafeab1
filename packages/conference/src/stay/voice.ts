import type {Microphone, MicrophoneLease} from '@sidetone/core';
import {ParticipantEvent, Track, type LocalParticipant, type LocalTrack} from 'livekit-client';

/**
 * The microphone in the room: a lease of the page's one capture, published once. Silencing it tells the room, and touches
 * nobody else's share of the capture. Dispatches `change` when `on` changes.
 */
export class Voice extends EventTarget {
  readonly #microphone: Microphone;
  readonly #participant: LocalParticipant;
  readonly #life = new AbortController();
  #lease: MicrophoneLease | undefined;
  #track: LocalTrack | undefined;
  #silent: boolean;
  #opening: Promise<void> | undefined;

  constructor(microphone: Microphone, participant: LocalParticipant, {silent}: {silent: boolean}) {
    super();
    this.#microphone = microphone;
    this.#participant = participant;
    this.#silent = silent;
  }

  /** The room has a microphone of ours, silent or not. */
  get on(): boolean {
    return this.#track !== undefined;
  }

  /** Captures and publishes, once. Rejects with `microphone-…`, or as LiveKit does. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  /** At once for the sound; resolves when it is settled with the room. */
  async setSilent(silent: boolean): Promise<void> {
    this.#silent = silent;
    await this.#apply();
  }

  close(): void {
    this.#life.abort();
    this.#lease?.release();
    this.#lease = undefined;
    this.#track = undefined;
  }

  async #open(): Promise<void> {
    if (this.#track) return;
    const {signal} = this.#life;
    const lease = await this.#microphone.acquire({signal});
    this.#lease = lease;
    lease.track.enabled = !this.#silent;
    try {
      const {track} = await this.#participant.publishTrack(lease.track, {source: Track.Source.Microphone});
      if (signal.aborted) return;
      this.#track = track;
    } catch (error) {
      lease.release();
      this.#lease = undefined;
      throw error;
    }
    // Another device, perhaps since it was published.
    const follow = () => void this.#follow(lease);
    lease.addEventListener('track', follow, {signal});
    // After a loss of the room it is published anew, with the track that it had.
    this.#participant.on(ParticipantEvent.LocalTrackPublished, follow);
    signal.addEventListener('abort', () =>
      this.#participant.off(ParticipantEvent.LocalTrackPublished, follow),
    );
    await this.#follow(lease);
    await this.#apply();
    this.dispatchEvent(new Event('change'));
  }

  /** While the room is away, nothing can be replaced: it is once the room is back. */
  async #follow(lease: MicrophoneLease): Promise<void> {
    if (this.#track && this.#track.mediaStreamTrack !== lease.track)
      await this.#track.replaceTrack(lease.track, true).catch(() => {});
  }

  async #apply(): Promise<void> {
    if (this.#lease) this.#lease.track.enabled = !this.#silent;
    if (this.#silent) await this.#track?.mute();
    else await this.#track?.unmute();
  }
}
