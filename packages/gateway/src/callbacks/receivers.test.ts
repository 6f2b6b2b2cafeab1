import {sql} from 'drizzle-orm';
import {expect, test, vi} from 'vitest';
import {CallbackGateways, patient, upTo} from '../testing/callback-gateways.js';
import {CallbackReceiver, pour} from '../testing/callback-receiver.js';
import {onEachDatabase} from '../testing/databases.js';
import type {TestGateway} from '../testing/services.js';
import {callbackEndpoints} from './tables.js';

/** A figure at `/metrics`. */
async function figure({services}: TestGateway, name: string): Promise<number> {
  const text = await services.metrics.registry.metrics();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1),
  );
}

onEachDatabase((database) => {
  const all = new CallbackGateways(database);

  test('one that fails is sent again under the same id, and those after it wait', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    let refusals = 3;
    all.receiver.answer = (response) => response.writeHead(refusals-- > 0 ? 500 : 200).end();
    await all.enqueue(gateway, id, 'call', 3);
    await all.quiet();
    expect(all.receiver.seen.map(({body}) => body['number'])).toEqual([0, 0, 0, 0, 1, 2]);
    expect(new Set(all.receiver.seen.slice(0, 4).map((one) => one.id)).size).toBe(1);
    const metrics = await gateway.services.metrics.registry.metrics();
    expect(metrics).toContain('sidetone_callback_attempts_total{outcome="refused"} 3');
    expect(metrics).toContain('sidetone_callback_attempts_total{outcome="sent"} 3');
    expect(metrics).toContain('sidetone_callbacks{state="waiting"} 0');
  });

  test('an endpoint that hangs delays no other', async () => {
    const gateway = await all.start({CALLBACK_TIMEOUT: '1 hour'});
    const {id: hanging} = await all.listen(gateway, '/hangs');
    const {id: sound} = await all.listen(gateway, '/sound');
    all.receiver.answer = (response, {path}) => {
      if (path === '/sound') response.writeHead(204).end();
    };
    await Promise.all(upTo(100).map((number) => all.enqueue(gateway, hanging, `hung-${number}`, 1)));
    await vi.waitFor(() => expect(all.receiver.seen.length).toBeGreaterThan(0), patient);
    await Promise.all(upTo(50).map((number) => all.enqueue(gateway, sound, `sound-${number}`, 2)));
    await vi.waitFor(() => expect(all.receiver.taken).toHaveLength(100), patient);
    // No more requests at once than an endpoint gets.
    expect(all.receiver.seen.filter(({path}) => path === '/hangs')).toHaveLength(8);
    await vi.waitFor(async () => expect(await all.left()).toHaveLength(100), patient);
  });

  test('a receiver that was away gets all in order at once when it is back, however long the pause had become', async () => {
    const gateway = await all.start({CALLBACK_RETRY_FIRST: '1 hour', CALLBACK_RETRY_LONGEST: '1 hour'});
    const {id} = await all.listen(gateway);
    await all.receiver.goAway();
    await Promise.all(upTo(10).map((number) => all.enqueue(gateway, id, `call-${number}`, 3)));
    await vi.waitFor(async () => {
      const [endpoint] = await gateway.services.callbacks.endpoints.list();
      expect(endpoint).toMatchObject({failingSince: expect.any(Date) as Date, waiting: 30});
      expect((await all.left()).filter(({attempts}) => attempts)).toHaveLength(10);
    }, patient);
    await all.receiver.comeBack();
    expect(all.receiver.seen).toEqual([]);
    // The first of another call finds that it is back.
    await all.enqueue(gateway, id, 'another', 1);
    await all.quiet();
    for (const number of upTo(10)) expect(all.numbersOf(`call-${number}`)).toEqual(upTo(3));
    expect(await gateway.services.callbacks.endpoints.list()).toMatchObject([{failingSince: null}]);
  });

  test('private addresses get nothing unless the settings allow it', async () => {
    const gateway = await all.start({WEBHOOK_PRIVATE_ADDRESSES: ''});
    await expect(all.listen(gateway)).rejects.toMatchObject({code: 'callback-invalid'});
    const secret = gateway.services.vault.seal('whsec_AAAA', 'callback_endpoints.secret');
    await database().queries.insert(callbackEndpoints).values({id: 'old', url: all.receiver.url, secret});
    await all.enqueue(gateway, 'old', 'call', 1);
    await vi.waitFor(
      async () =>
        expect(await all.left()).toMatchObject([{lastError: expect.stringMatching(/^forbidden/) as string}]),
      patient,
    );
    expect(all.receiver.seen).toEqual([]);
  });

  test('one that is away for minutes, and many tries, misses nothing: all comes in order', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    const lanes = upTo(5).map((number) => `call-${number}`);
    const happens = (from: number) =>
      Promise.all(lanes.map((lane) => all.enqueue(gateway, id, lane, 5, from)));
    const tried = async () => (await all.left()).reduce((sum, {attempts}) => sum + attempts, 0);
    const isTried = (times: number) =>
      vi.waitFor(async () => expect(await tried()).toBeGreaterThan(times), patient);
    await happens(0);
    await all.quiet();
    await all.receiver.goAway();
    await happens(5);
    await isTried(10);
    await database().queries.execute(sql`update callbacks set created_at = created_at - interval '10 minutes'
      where seq = (select min(seq) from callbacks)`);
    expect(await figure(gateway, 'sidetone_callbacks_oldest_seconds')).toBeGreaterThanOrEqual(600);
    await happens(10);
    await isTried((await tried()) + 10);
    await all.receiver.comeBack();
    await happens(15);
    await all.quiet();
    for (const lane of lanes) expect(all.numbersOf(lane)).toEqual(upTo(20));
    expect(new Set(all.receiver.taken.map((one) => one.id)).size).toBe(100);
    expect(await figure(gateway, 'sidetone_callbacks_oldest_seconds')).toBe(0);
  });

  test('many servers that hang delay no other', async () => {
    const gateway = await all.start({CALLBACK_TIMEOUT: '1 hour'});
    const {endpoints} = gateway.services.callbacks;
    const hanging = await Promise.all(upTo(16).map(() => CallbackReceiver.start()));
    for (const server of hanging) {
      server.answer = () => undefined;
      const {id} = await endpoints.add(server.url, 'operator');
      await Promise.all(upTo(10).map((number) => all.enqueue(gateway, id, `${id}-${number}`, 1)));
    }
    await vi.waitFor(() => expect(hanging.flatMap(({seen}) => seen)).toHaveLength(16 * 8), patient);
    const {id} = await all.listen(gateway);
    await all.enqueue(gateway, id, 'sound', 5);
    await vi.waitFor(() => expect(all.numbersOf('sound')).toEqual(upTo(5)), patient);
    await Promise.all(hanging.map((server) => server.goAway()));
  });

  test('one that answers without end is broken off: what it said 2xx to has arrived, and is not sent again', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    all.receiver.answer = (response) => pour(response.writeHead(200));
    await all.enqueue(gateway, id, 'call', 3);
    await all.quiet();
    expect(all.receiver.seen.map(({body}) => body['number'])).toEqual(upTo(3));
  });

  test('what it says no to without end is sent again', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    all.receiver.answer = (response) => pour(response.writeHead(500));
    await all.enqueue(gateway, id, 'call', 1);
    await vi.waitFor(() => expect(all.receiver.seen.length).toBeGreaterThan(2), patient);
    expect(await all.left()).toMatchObject([{lastError: expect.stringContaining('too-large') as string}]);
  });

  test('a redirect is not followed: what was sent there has not arrived', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    all.receiver.answer = (response, {path}) =>
      path === '/calls'
        ? response.writeHead(307, {location: `${all.receiver.url}/elsewhere`}).end()
        : response.writeHead(204).end();
    await all.enqueue(gateway, id, 'call', 1);
    await vi.waitFor(async () => {
      expect(all.receiver.seen.length).toBeGreaterThan(1);
      expect(await all.left()).toMatchObject([{lastError: 'redirected: it answered 307'}]);
    }, patient);
    expect(new Set(all.receiver.seen.map(({path}) => path))).toEqual(new Set(['/calls']));
  });
});
