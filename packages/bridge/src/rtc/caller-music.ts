import {setTimeout as sleep} from 'node:timers/promises';
import {AriError, type Ari} from '../asterisk/ari.js';

/** Why a caller hears music: on hold, alone in the room, or cut off from it. */
type MusicReason = 'held' | 'alone' | 'away';

/** What Asterisk could not do, or nobody heard of, is asked for again: for so long, and after such a pause, in ms. */
const again = {limit: 15_000, pause: 250};
/**
 * So many ms after the end of music, and after each time, Asterisk is told of it once more: what it is told while it makes the next 20 ms is
 * lost (`ast_read_generator_actions` lets go of the channel meanwhile, and there is nothing to deactivate).
 */
const reminders = [200, 800];

/** Music on hold in Asterisk's own channel of the caller: it plays on while the bridge is replaced. */
export class CallerMusic {
  readonly #ari: Ari;
  readonly #path: string;
  readonly #query: Record<string, string>;
  readonly #reasons = new Set<MusicReason>();
  /** Not known at first: a bridge that died may have left it playing. */
  #playing: boolean | undefined;
  #work: Promise<void> = Promise.resolve();
  #over = false;
  #reminder: NodeJS.Timeout | undefined;

  constructor(ari: Ari, channelId: string, musicClass?: string) {
    this.#ari = ari;
    this.#path = `/channels/${encodeURIComponent(channelId)}/moh`;
    this.#query = musicClass ? {mohClass: musicClass} : {};
  }

  /** Resolves when the caller hears it, or no longer. */
  set(reason: MusicReason, on: boolean): Promise<void> {
    if (on) this.#reasons.add(reason);
    else this.#reasons.delete(reason);
    return (this.#work = this.#work.then(() => this.#apply()));
  }

  /** For good: an Asterisk that is away keeps nobody waiting. */
  stop(): Promise<void> {
    this.#reasons.clear();
    this.#over = true;
    clearTimeout(this.#reminder);
    return (this.#work = this.#work.then(() => this.#apply()));
  }

  /** Without music the call goes on; with music that does not end it would not. */
  async #apply(): Promise<void> {
    const deadline = performance.now() + again.limit;
    for (;;) {
      const wanted = this.#reasons.size > 0;
      if (wanted === this.#playing) return;
      try {
        await (wanted ? this.#ari.request('POST', this.#path, this.#query) : this.#end());
        this.#playing = wanted;
        clearTimeout(this.#reminder);
        if (!wanted && !this.#over) this.#remind(reminders);
        return;
      } catch (error) {
        // A caller who is gone, or whose phone rings, plays nothing.
        const refused = error instanceof AriError && error.status < 500;
        if (refused || this.#over || performance.now() >= deadline) return;
        await sleep(again.pause);
      }
    }
  }

  #end(): Promise<void> {
    return this.#ari.request('DELETE', this.#path);
  }

  #remind([pause, ...later]: readonly number[]): void {
    if (pause === undefined) return;
    const remind = async () => {
      if (this.#playing) return;
      await this.#end().catch(() => undefined);
      if (!this.#over) this.#remind(later);
    };
    this.#reminder = setTimeout(() => (this.#work = this.#work.then(remind)), pause);
  }
}
