import {expect, test, vi} from 'vitest';
import {createLogger} from '../../log/logger.js';
import {onEachDatabase} from '../../testing/databases.js';
import {firstLive} from './first-live.js';
import {LeaseKeeper} from './lease-keeper.js';
import {LeaseStore, type Lease} from './lease-store.js';

const log = createLogger('silent');
/** Longer than two questions to a database on a busy machine, ms. */
const ttl = 10_000;
const patience = {timeout: 60_000};

onEachDatabase((database) => {
  const store = () => new LeaseStore(database().queries);

  function keeper(holder: string, onHeld: (lease: Lease, signal: AbortSignal) => void) {
    return new LeaseKeeper({store: store(), asteriskId: 'one', holder, log, onHeld, ttl});
  }

  test('one holds it; the other gets it when it lapses, and the first is told at its next try', async () => {
    const first = (await store().acquire('one', 'first', 60_000))!;
    expect(first.epoch).toBe(1);
    expect(await store().acquire('one', 'second', 60_000)).toBeUndefined();
    await database().queries.execute(`update asterisk_leases set expires_at = now() - interval '1 second'`);
    const second = (await store().acquire('one', 'second', 60_000))!;
    expect(second.epoch).toBe(2);
    expect(await store().renew(first, 1000)).toBe(false);
    expect(await store().renew(second, 1000)).toBe(true);
  });

  test('a lapsed lease that nobody took can be renewed', async () => {
    const lease = (await store().acquire('one', 'first', 1))!;
    expect(await store().renew(lease, 1000)).toBe(true);
    expect((await store().acquire('two', 'first', 1000))?.epoch).toBe(1);
  });

  test('of two keepers one holds it until it closes, then the other at once', async () => {
    const held: string[] = [];
    const one = keeper('one', () => held.push('one'));
    await vi.waitUntil(() => one.lease, patience);
    const two = keeper('two', () => held.push('two'));
    await vi.waitFor(async () => expect(await store().renew(one.lease!, ttl)).toBe(true), patience);
    expect(two.lease).toBeUndefined();
    await one.close();
    await vi.waitUntil(() => two.lease, patience);
    expect(held).toEqual(['one', 'two']);
    await two.close();
  });

  test('a keeper whose lease was taken is told', async () => {
    let signal: AbortSignal | undefined;
    const one = keeper('one', (_, given) => (signal = given));
    await vi.waitUntil(() => one.lease, patience);
    await database().queries.execute(
      `update asterisk_leases set holder = 'thief', epoch = epoch + 1, expires_at = now() + interval '1 minute'`,
    );
    await vi.waitUntil(() => signal?.aborted, patience);
    expect(one.lease).toBeUndefined();
    await one.close();
  });

  test('of several Asterisk, the first that a gateway has and reaches is the one to use', async () => {
    const first = (more = {}) => firstLive(database().queries, [{id: 'one'}, {id: 'two'}], more);
    expect(await first()).toBeUndefined();
    await store().acquire('two', 'here', 60_000);
    expect(await first()).toBe('two');
    const one = (await store().acquire('one', 'there', 60_000))!;
    expect(await first()).toBe('one');
    await store().renew(one, 60_000, {away: true});
    expect(await first()).toBe('two');
    expect(await first({reached: 'one'})).toBe('one');
    await store().renew(one, 60_000);
    expect(await first()).toBe('one');
  });

  test('a keeper tells that its Asterisk is away, and back', async () => {
    let isAway = true;
    const asteriskId = 'one';
    const one = new LeaseKeeper({
      store: store(),
      asteriskId,
      holder: 'one',
      log,
      onHeld: () => undefined,
      isAway: () => isAway,
      ttl,
    });
    const live = () => firstLive(database().queries, [{id: asteriskId}]);
    await vi.waitUntil(() => one.lease, patience);
    await vi.waitFor(async () => expect(await live()).toBeUndefined(), patience);
    isAway = false;
    await vi.waitFor(async () => expect(await live()).toBe('one'), patience);
    await one.close();
  });
});
