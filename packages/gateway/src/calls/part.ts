import type {Part} from '../serve.js';
import {MetadataWriter} from './metadata.js';

/** Shows the calls of rooms in LiveKit. */
export const statusesPart: Part = {
  name: 'statuses',
  start: async ({database: {queries}, phones: {statuses}, livekit, log}) => {
    const stop = new AbortController();
    const writing = livekit && new MetadataWriter({queries, statuses, livekit, log}).run(stop.signal);
    return {
      stop: async () => {
        stop.abort();
        await writing;
      },
    };
  },
};
