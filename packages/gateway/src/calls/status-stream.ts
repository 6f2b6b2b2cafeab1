import {EventEmitter, on} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Logger} from '../log/logger.js';
import type {ShownStatus, Statuses} from './statuses.js';

/** How soon a status that another gateway has written is seen, ms. */
const interval = 150;

type Source = Pick<Statuses, 'current' | 'since'>;

/** Looks for what is new in one room, for all at this gateway who follow it. */
class RoomFeed extends EventEmitter<{news: [ShownStatus[]]}> {
  followers = 0;
  /** From which version on it tells what is new. Rejects when that cannot be read: then it tells nothing. */
  readonly beginning: Promise<number>;
  readonly #stop = new AbortController();

  constructor(
    private readonly room: string,
    private readonly source: Source,
    private readonly log: Logger,
  ) {
    super();
    this.setMaxListeners(0);
    this.beginning = source.current(room).then(({version}) => version);
    void this.#run();
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(): Promise<void> {
    const {signal} = this.#stop;
    let seen = await this.beginning.catch(() => undefined);
    // Whoever follows is told, and leaves.
    if (seen === undefined) return;
    while (!signal.aborted) {
      try {
        const news = await this.source.since(this.room, seen);
        seen = news.at(-1)?.version ?? seen;
        if (news.length) this.emit('news', news);
      } catch (error) {
        this.log.warn({err: error}, 'the statuses of calls could not be read');
      }
      await sleep(interval, undefined, {signal}).catch(() => undefined);
    }
  }
}

/** The statuses of rooms from now on, whichever gateway writes them. */
export class StatusStream {
  readonly #feeds = new Map<string, RoomFeed>();

  constructor(
    private readonly source: Source,
    private readonly log: Logger,
  ) {}

  /** The calls as they are, then every change, in order; with `after`, the changes since that version instead. Ends when `signal` aborts. */
  async *follow(room: string, after: number | undefined, signal: AbortSignal): AsyncGenerator<ShownStatus> {
    const feed = this.#enter(room);
    try {
      // Listens before it looks, and looks at what is not older than what it will hear of, so that nothing falls between.
      const news = on(feed, 'news', {signal}) as AsyncIterable<[ShownStatus[]]>;
      await feed.beginning;
      const first = await this.#first(room, after);
      yield* first.shown;
      for await (const [statuses] of news)
        for (const status of statuses) if (status.version > first.version) yield status;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#leave(room, feed);
    }
  }

  async #first(room: string, after: number | undefined): Promise<{version: number; shown: ShownStatus[]}> {
    if (after === undefined) return this.source.current(room);
    const shown = await this.source.since(room, after);
    return {version: shown.at(-1)?.version ?? after, shown};
  }

  #enter(room: string): RoomFeed {
    let feed = this.#feeds.get(room);
    if (!feed) this.#feeds.set(room, (feed = new RoomFeed(room, this.source, this.log)));
    feed.followers++;
    return feed;
  }

  #leave(room: string, feed: RoomFeed): void {
    if (--feed.followers) return;
    feed.stop();
    this.#feeds.delete(room);
  }
}
