import type {Part} from '../serve.js';
import {MetadataWriter} from './metadata.js';

/** Shows the calls of rooms in LiveKit. */
export const statusesPart: Part = {
  name: 'statuses',
  start: async ({database: {queries}, phones: {statuses, numbers}, livekit, log}) => {
    const stop = new AbortController();
    const options = livekit && {queries, statuses, livekit, shown: numbers.entry, log};
    const writing = options && new MetadataWriter(options).run(stop.signal);
    return {
      stop: async () => {
        stop.abort();
        await writing;
      },
    };
  },
};

/** Ends the calls of those who have left their rooms. */
export const departuresPart: Part = {
  name: 'departures',
  start: async ({departures}) => {
    const stop = new AbortController();
    const looking = departures.run(stop.signal);
    return {
      stop: async () => {
        stop.abort();
        await looking;
      },
    };
  },
};
