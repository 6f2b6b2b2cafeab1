import {PassThrough} from 'node:stream';
import type {FastifyReply} from 'fastify';
import type {Logger} from '../log/logger.js';

/** Proxies end connections on which nothing comes, ms. */
const keepAlive = 15_000;

interface ServerSentEvent {
  id: number;
  event: string;
  data: object;
}

interface EventStreamOptions {
  /** ms after which the sender is no longer entitled to it. */
  until: number | undefined;
  /** Aborts when the server ends. */
  closing: AbortSignal;
  log: Pick<Logger, 'warn'>;
}

/** An answer of server-sent events (HTML 9.2). */
export class EventStream {
  readonly body = new PassThrough();
  /** Aborts when nobody listens any more, or nobody may. */
  readonly signal: AbortSignal;
  readonly #log: EventStreamOptions['log'];

  constructor(reply: FastifyReply, {until, closing, log}: EventStreamOptions) {
    this.#log = log;
    const gone = new AbortController();
    // Whoever left before has been closed already.
    if (reply.raw.destroyed) gone.abort();
    reply.raw.once('close', () => gone.abort());
    const ends = [gone.signal, closing];
    // Node's timers hold 24.8 days.
    if (until !== undefined) ends.push(AbortSignal.timeout(Math.min(Math.max(0, until), 2 ** 31 - 1)));
    this.signal = AbortSignal.any(ends);
  }

  /** Sends what comes, until it ends or fails, and ends the answer then: browsers ask again. Does not reject. */
  async send<T>(items: AsyncIterable<T>, toEvent: (item: T) => ServerSentEvent): Promise<void> {
    const beat = setInterval(() => this.body.write(':\n\n'), keepAlive);
    this.body.write('retry: 1000\n\n');
    try {
      for await (const item of items) {
        const {id, event, data} = toEvent(item);
        this.body.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      }
    } catch (error) {
      this.#log.warn({err: error}, 'a stream of events broke off');
    } finally {
      clearInterval(beat);
      this.body.end();
    }
  }
}
