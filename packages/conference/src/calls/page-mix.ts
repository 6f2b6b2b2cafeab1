import {sipUser, type Call} from '@sidetone/core';
import {LevelMeter} from '@sidetone/media';
import {callTrackOptions, numberAttribute} from '../stay/call-track.js';
import type {Stay} from '../stay/stay.js';

/**
 * A call mixed into the room in this page, as a mix-minus: the room hears the caller as a track of their own, the caller hears
 * this person and everybody in the room, and nobody hears themself. This person hears the call and the room as before.
 */
export class PageMix {
  readonly #call: Call;
  readonly #stay: Stay;
  readonly #life = new AbortController();
  readonly #heard = new Map<MediaStream, () => void>();
  #meter: LevelMeter | undefined;

  private constructor(call: Call, stay: Stay) {
    this.#call = call;
    this.#stay = stay;
  }

  /** Resolves when the room has the caller's track. Rejects as LiveKit does, and has changed nothing then. */
  static async open(call: Call, stay: Stay): Promise<PageMix> {
    const mix = new PageMix(call, stay);
    try {
      await mix.#open();
      return mix;
    } catch (error) {
      await mix.close();
      throw error;
    }
  }

  /** How loud the caller is, 0 to 1. */
  get level(): number {
    return this.#meter?.level ?? 0;
  }

  async close(): Promise<void> {
    if (this.#life.signal.aborted) return;
    this.#life.abort();
    for (const undo of this.#heard.values()) undo();
    await this.#stay.setAttributes({[numberAttribute(this.#call.id)]: ''}).catch(() => {});
  }

  async #open(): Promise<void> {
    const {signal} = this.#life;
    const {id, remote} = this.#call;
    const {localParticipant} = this.#stay.room;
    const tap = this.#call.tap();
    signal.addEventListener('abort', () => {
      void localParticipant.unpublishTrack(tap.track, false).finally(() => tap.close());
    });
    this.#meter = new LevelMeter(new MediaStream([tap.track]), {interval: 200, signal});
    this.#stay.sound.addEventListener('change', () => this.#listen(), {signal});
    const number = remote.number ?? sipUser(remote.uri);
    if (number) await this.#stay.setAttributes({[numberAttribute(id)]: number});
    await localParticipant.publishTrack(tap.track, callTrackOptions(id, remote.displayName));
    signal.throwIfAborted();
    this.#listen();
  }

  /** The caller hears whoever is in the room now. */
  #listen(): void {
    const present = new Set(this.#stay.sound.streams);
    for (const [stream, undo] of [...this.#heard]) {
      if (present.has(stream)) continue;
      undo();
      this.#heard.delete(stream);
    }
    for (const stream of present)
      if (!this.#heard.has(stream)) this.#heard.set(stream, this.#call.mixIn(stream));
  }
}
