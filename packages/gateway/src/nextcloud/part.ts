import type {Part} from '../serve.js';
import {Endings} from './endings.js';

/** Tells Nextcloud Talk of the ends of its calls. */
export const nextcloudPart: Part = {
  name: 'nextcloud',
  start: async ({database: {queries}, nextcloud: {talk}, log}) => {
    const stop = new AbortController();
    const telling = talk && new Endings({queries, talk, log}).run(stop.signal);
    return {
      stop: async () => {
        stop.abort();
        await telling;
        await talk?.close();
      },
    };
  },
};
