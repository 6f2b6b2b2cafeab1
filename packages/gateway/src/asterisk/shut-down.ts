import {setTimeout as sleep} from 'node:timers/promises';
import type {RoomBridge} from '@sidetone/bridge';
import type {Logger} from '../log/logger.js';
import type {Asterisk} from './asterisk.js';

type Server = Pick<Asterisk, 'held' | 'calls' | 'drain' | 'end' | 'watchedByOthers' | 'close'>;

interface ShutDownOptions {
  servers: readonly Server[];
  bridge: RoomBridge;
  /** Aborts when calls have gone on for long enough. */
  signal: AbortSignal;
  log: Logger;
}

/** How often it is looked whether another gateway has come or all calls are over, ms. Gateways that end at the same time do not take over from each other. */
const pause = 300;
/** A goodbye takes no longer, ms. */
const longestGoodbye = 8000;

/**
 * Ends this gateway's part in calls. Where another gateway is there, it goes on with them, and as they are where the bridge allows it;
 * otherwise calls go on until they end by themselves, or until `signal`, when whoever is on the line is told goodbye.
 */
export async function shutDown({servers, bridge, signal, log}: ShutDownOptions): Promise<void> {
  for (const server of servers) server.drain();
  // First what this gateway would only take over: nobody else shall count on it.
  await Promise.all(servers.filter(({held}) => !held).map((server) => server.close()));
  const held = servers.filter((server) => server.held);
  const count = () => held.reduce((sum, {calls}) => sum + calls, 0);
  const close = () => Promise.all(servers.map((server) => server.close()));
  if (count()) log.info({calls: count()}, 'no new calls are taken on; those that stand go on');
  let handedOver = false;
  while (count() && !signal.aborted && !handedOver) {
    await sleep(pause, undefined, {signal}).catch(() => undefined);
    handedOver = await haveSuccessors(held);
  }
  if (handedOver) {
    log.info({calls: count()}, 'another gateway goes on with the calls');
    if (bridge.detach) {
      // Whoever takes over finds the legs as they are.
      await close();
      return bridge.detach();
    }
  } else if (count()) await sayGoodbye(held, count, log);
  // First the legs: whoever takes over makes them anew.
  await bridge.close();
  await close();
}

/** Whether somebody watches each Asterisk that has calls. One that does not answer has none that anybody could go on with. */
async function haveSuccessors(held: readonly Server[]): Promise<boolean> {
  const watched = await Promise.all(
    held.filter(({calls}) => calls).map((server) => server.watchedByOthers().catch(() => false)),
  );
  return watched.length > 0 && watched.every(Boolean);
}

async function sayGoodbye(held: readonly Server[], count: () => number, log: Logger): Promise<void> {
  log.warn({calls: count()}, 'calls are ended: SHUTDOWN_GRACE is over');
  for (const server of held) server.end();
  const deadline = performance.now() + longestGoodbye;
  while (count() && performance.now() < deadline) await sleep(pause / 3);
}
