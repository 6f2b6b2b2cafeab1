import {callbacksPart} from './callbacks/part.js';
import {departuresPart, statusesPart} from './calls/part.js';
import {nextcloudPart} from './nextcloud/part.js';
import type {Part} from './serve.js';
import {sipPart} from './sip/part.js';

/** All that runs beside the HTTP API, in the order in which it starts. */
export const parts: readonly Part[] = [
  statusesPart,
  departuresPart,
  nextcloudPart,
  callbacksPart,
  // Before the calls whose messages it hears.
  sipPart,
  // Loaded when it is needed: LiveKit's native library comes with it.
  {
    name: 'asterisk',
    start: async (services) => (await import('./asterisk/part.js')).asteriskPart().start(services),
  },
];
