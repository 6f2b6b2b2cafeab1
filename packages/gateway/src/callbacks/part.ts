import {randomUUID} from 'node:crypto';
import type {Part} from '../serve.js';
import {Addresses} from '../webhooks/addresses.js';
import {WebhookClient} from '../webhooks/client.js';
import {Deliveries} from './deliveries.js';
import {measureCallbacks} from './measures.js';
import {CallbackSender} from './sender.js';

/** Sends callbacks: every gateway does, of whatever any of them has put into the queue. */
export const callbacksPart: Part = {
  name: 'callbacks',
  start: async ({settings, database: {queries}, vault, callbacks: {queue}, metrics, clock, log}) => {
    const client = new WebhookClient({
      addresses: new Addresses(settings.WEBHOOK_PRIVATE_ADDRESSES),
      timeout: settings.CALLBACK_TIMEOUT,
    });
    const sender = new CallbackSender({
      deliveries: new Deliveries(queries, randomUUID()),
      client,
      vault,
      retry: {first: settings.CALLBACK_RETRY_FIRST, longest: settings.CALLBACK_RETRY_LONGEST},
      clock,
      log,
      onOutcome: (outcome) => metrics.callbacks.inc({outcome}),
    });
    queue.onWaiting = () => sender.nudge();
    measureCallbacks(queries, metrics.registry);
    const stopping = new AbortController();
    const hurrying = new AbortController();
    const sending = sender.run(stopping.signal, hurrying.signal);
    return {
      stop: async (signal) => {
        const hurry = () => hurrying.abort();
        if (signal.aborted) hurry();
        signal.addEventListener('abort', hurry, {once: true});
        stopping.abort();
        await sending;
        signal.removeEventListener('abort', hurry);
        await client.close();
      },
    };
  },
};
