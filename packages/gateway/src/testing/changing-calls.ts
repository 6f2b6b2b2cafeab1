// A gateway without an Asterisk, whose calls change as if there were one: a program of its own, for tests that kill it.
import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {FencedError, type CallStore} from '../asterisk/calls/call-store.js';
import {LeaseKeeper} from '../asterisk/lease/lease-keeper.js';
import {LeaseStore, type Lease} from '../asterisk/lease/lease-store.js';
import {callbacksPart} from '../callbacks/part.js';
import {ends} from '../ivr/ends.js';
import type {IvrState} from '../ivr/state.js';
import {serve, type Part} from '../serve.js';
import {readSettings} from '../settings/settings.js';

/** What becomes of each call, by its revision: it rings, is in the room, is held twice, and ends. */
const steps: readonly Partial<IvrState>[] = [
  {place: 'ringing', dialled: true, rang: true},
  {place: 'room', joinedAt: Date.now()},
  {held: true},
  {held: false},
  {held: true},
  {held: false},
  {place: 'over', end: ends.here},
];
/** Between two changes, ms: long enough for a process to be killed between any two of them. */
const pace = 10;

const changingCalls: Part = {
  name: 'changing calls',
  start: async ({database, phones: {store}, log}) => {
    const keeper = new LeaseKeeper({
      store: new LeaseStore(database.queries),
      asteriskId: 'one',
      holder: randomUUID(),
      log,
      onHeld: (lease, signal) => void change(store, lease, signal),
    });
    return {stop: () => keeper.close()};
  },
};

async function change(store: CallStore, lease: Lease, signal: AbortSignal): Promise<void> {
  try {
    for (let live = await store.live('one'); live.length && !signal.aborted; live = await store.live('one'))
      for (const call of live) {
        if (signal.aborted) return;
        await store.save({...call, state: {...call.state, ...steps[call.revision]}}, call.state, lease);
        await sleep(pace);
      }
  } catch (error) {
    // The other gateway goes on.
    if (!(error instanceof FencedError)) throw error;
  }
}

const gateway = await serve(readSettings(), [callbacksPart, changingCalls]);
gateway.services.log.info({url: gateway.url}, 'the gateway is up');
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
