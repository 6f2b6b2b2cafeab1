import {setTimeout as sleep} from 'node:timers/promises';
import {AriError, type Ari} from '../asterisk/ari.js';

/** Why a caller hears music: on hold, alone in the room, or cut off from it. */
type MusicReason = 'held' | 'alone' | 'away';

/** What Asterisk could not do, or nobody heard of, is asked for again: for so long, and after such a pause, in ms. */
const again = {limit: 5000, pause: 250};

/** Music on hold in Asterisk's own channel of the caller: it plays on while the bridge is replaced. */
export class CallerMusic {
  readonly #ari: Ari;
  readonly #path: string;
  readonly #query: Record<string, string>;
  readonly #reasons = new Set<MusicReason>();
  /** Not known at first: a bridge that died may have left it playing. */
  #playing: boolean | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(ari: Ari, channelId: string, musicClass?: string) {
    this.#ari = ari;
    this.#path = `/channels/${encodeURIComponent(channelId)}/moh`;
    this.#query = musicClass ? {mohClass: musicClass} : {};
  }

  /** Resolves when the caller hears it, or no longer. */
  set(reason: MusicReason, on: boolean): Promise<void> {
    if (on) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    return (this.#work = this.#work.then(() => this.#apply(again.limit)));
  }

  /** For good: an Asterisk that is away keeps nobody waiting. */
  stop(): Promise<void> {
    this.#reasons.clear();
    return (this.#work = this.#work.then(() => this.#apply(0)));
  }

  /** Without music the call goes on; with music that does not end it would not. */
  async #apply(limit: number): Promise<void> {
    const deadline = performance.now() + limit;
    for (;;) {
      const wanted = this.#reasons.size > 0;
      if (wanted === this.#playing) return;
      try {
        await (wanted
          ? this.#ari.request('POST', this.#path, this.#query)
          : this.#ari.request('DELETE', this.#path));
        this.#playing = wanted;
      } catch (error) {
        // A caller who is gone, or whose phone rings, plays nothing.
        const refused = error instanceof AriError && error.status < 500;
        if (refused || performance.now() >= deadline) return;
        await sleep(again.pause);
      }
    }
  }
}
