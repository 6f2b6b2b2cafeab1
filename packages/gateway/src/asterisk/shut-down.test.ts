import {expect, test, vi} from 'vitest';
import {createLogger} from '../log/logger.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {shutDown} from './shut-down.js';

/** A gateway with one caller ends, and SHUTDOWN_GRACE is over in the moment in which Asterisk is asked who else is there. */
async function endAtTheLastMoment({successor}: {successor: boolean}) {
  const grace = new AbortController();
  const server = {
    held: true,
    calls: 1,
    drain: () => undefined,
    end: vi.fn(() => {
      server.calls = 0;
    }),
    watchedByOthers: async () => {
      grace.abort();
      return successor;
    },
    close: vi.fn(async () => undefined),
  };
  const log = createLogger('silent');
  await shutDown({servers: [server], bridge: new FakeBridge(), signal: grace.signal, log});
  expect(server.close).toHaveBeenCalledOnce();
  return server;
}

test('callers whom another gateway serves on are told no goodbye, also when the grace ends just then', async () => {
  const server = await endAtTheLastMoment({successor: true});
  expect(server.end).not.toHaveBeenCalled();
});

test('callers whom nobody serves on are told goodbye when the grace ends', async () => {
  const server = await endAtTheLastMoment({successor: false});
  expect(server.end).toHaveBeenCalledOnce();
});
