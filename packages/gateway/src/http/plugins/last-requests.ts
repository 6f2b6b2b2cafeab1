import type {FastifyReply} from 'fastify';
import fp from 'fastify-plugin';
import {once} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';

/** How long requests that are being answered may take when the server ends, ms. */
const patience = 2000;

const isStream = (reply: FastifyReply) => `${reply.getHeader('content-type')}` === 'text/event-stream';

/** When the server ends, what was asked is answered first; streams just end. */
export const lastRequests = fp(
  async (app) => {
    const running = new Set<FastifyReply>();
    app.addHook('onRequest', async (_request, reply) => {
      running.add(reply);
      reply.raw.once('close', () => running.delete(reply));
    });
    app.addHook('preClose', async () => {
      const stop = new AbortController();
      const answered = [...running].filter((reply) => !isStream(reply)).map(({raw}) => once(raw, 'close'));
      await Promise.race([
        Promise.all(answered),
        sleep(patience, undefined, {signal: stop.signal}).catch(() => undefined),
      ]);
      stop.abort();
    });
  },
  {name: 'last-requests'},
);
