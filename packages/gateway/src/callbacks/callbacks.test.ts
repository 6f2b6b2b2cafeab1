import {sql} from 'drizzle-orm';
import {Webhook} from 'standardwebhooks';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {identityOf} from '../calls/call-entry.js';
import {calls, rooms} from '../database/schema.js';
import type {RunningPart} from '../serve.js';
import {CallbackReceiver} from '../testing/callback-receiver.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {callbacksPart} from './part.js';
import {callbackEndpoints, callbacks} from './tables.js';

const patient = {timeout: 10_000, interval: 20};
const ready = {
  WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
  CALLBACK_RETRY_FIRST: '20ms',
  CALLBACK_RETRY_LONGEST: '100ms',
  CALLBACK_TIMEOUT: '5s',
};

onEachDatabase((database) => {
  let receiver: CallbackReceiver;
  const gateways: {gateway: TestGateway; part: RunningPart}[] = [];
  beforeEach(async () => {
    receiver = await CallbackReceiver.start();
  });
  afterEach(async () => {
    await receiver.goAway();
    for (const {gateway, part} of gateways.splice(0)) {
      await part.stop(AbortSignal.timeout(50));
      await gateway.close();
    }
  });

  async function start(settings: Record<string, string> = {}): Promise<TestGateway> {
    const gateway = await createTestGateway(database(), {...ready, ...settings});
    gateways.push({gateway, part: await callbacksPart.start(gateway.services)});
    return gateway;
  }
  const listen = ({services}: TestGateway, path = '/calls') =>
    services.callbacks.endpoints.add(receiver.url + path, 'operator');
  /** Puts so many callbacks of a call into the queue, numbered on from `from`. */
  const enqueue = ({services}: TestGateway, endpointId: string, lane: string, count: number, from = 0) =>
    services.database.queries.transaction((transaction) =>
      services.callbacks.queue.enqueue(
        transaction,
        Array.from({length: count}, (_, index) => ({
          endpointId,
          lane,
          type: 'test',
          body: JSON.stringify({lane, number: from + index}),
        })),
      ),
    );
  const numbersOf = (lane: string) =>
    receiver.taken.filter(({body}) => body['lane'] === lane).map(({body}) => body['number']);
  const upTo = (count: number) => Array.from({length: count}, (_, index) => index);
  const left = () => database().queries.select().from(callbacks);
  const quiet = () => vi.waitFor(async () => expect(await left()).toEqual([]), patient);

  test('they arrive in order within a call, signed, and are gone from the queue', async () => {
    const gateway = await start();
    const {id, secret} = await listen(gateway);
    const lanes = upTo(20).map((number) => `call-${number}`);
    await Promise.all(lanes.map((lane) => enqueue(gateway, id, lane, 5)));
    await quiet();
    for (const lane of lanes) expect(numbersOf(lane)).toEqual(upTo(5));
    expect(receiver.seen).toHaveLength(100);
    for (const {headers, text, body} of receiver.taken)
      expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toEqual(body);
    expect(new Set(receiver.taken.map((one) => one.id)).size).toBe(100);
  });

  test('two gateways send of one call one after the other', async () => {
    const gateway = await start();
    await start();
    const {id} = await listen(gateway);
    let atOnce = 0;
    receiver.answer = (response) => {
      expect(++atOnce).toBe(1);
      setImmediate(() => {
        atOnce--;
      });
      response.writeHead(204).end();
    };
    for (const number of upTo(30)) await enqueue(gateway, id, 'call', 1, number);
    await quiet();
    expect(numbersOf('call')).toEqual(upTo(30));
  });

  test('one that fails is sent again under the same id, and those after it wait', async () => {
    const gateway = await start();
    const {id} = await listen(gateway);
    let refusals = 3;
    receiver.answer = (response) => response.writeHead(refusals-- > 0 ? 500 : 200).end();
    await enqueue(gateway, id, 'call', 3);
    await quiet();
    expect(receiver.seen.map(({body}) => body['number'])).toEqual([0, 0, 0, 0, 1, 2]);
    expect(new Set(receiver.seen.slice(0, 4).map((one) => one.id)).size).toBe(1);
    const metrics = await gateway.services.metrics.registry.metrics();
    expect(metrics).toContain('sidetone_callback_attempts_total{outcome="refused"} 3');
    expect(metrics).toContain('sidetone_callback_attempts_total{outcome="sent"} 3');
    expect(metrics).toContain('sidetone_callbacks{state="waiting"} 0');
  });

  test('an endpoint that hangs delays no other', async () => {
    const gateway = await start({CALLBACK_TIMEOUT: '1 hour'});
    const {id: hanging} = await listen(gateway, '/hangs');
    const {id: sound} = await listen(gateway, '/sound');
    receiver.answer = (response, {path}) => {
      if (path === '/sound') response.writeHead(204).end();
    };
    await Promise.all(upTo(100).map((number) => enqueue(gateway, hanging, `hung-${number}`, 1)));
    await vi.waitFor(() => expect(receiver.seen.length).toBeGreaterThan(0), patient);
    await Promise.all(upTo(50).map((number) => enqueue(gateway, sound, `sound-${number}`, 2)));
    await vi.waitFor(() => expect(receiver.taken).toHaveLength(100), patient);
    // No more requests at once than an endpoint gets.
    expect(receiver.seen.filter(({path}) => path === '/hangs')).toHaveLength(8);
    await vi.waitFor(async () => expect(await left()).toHaveLength(100), patient);
  });

  test('a receiver that was away gets all in order at once when it is back, however long the pause had become', async () => {
    const gateway = await start({CALLBACK_RETRY_FIRST: '1 hour', CALLBACK_RETRY_LONGEST: '1 hour'});
    const {id} = await listen(gateway);
    await receiver.goAway();
    await Promise.all(upTo(10).map((number) => enqueue(gateway, id, `call-${number}`, 3)));
    await vi.waitFor(async () => {
      const [endpoint] = await gateway.services.callbacks.endpoints.list();
      expect(endpoint).toMatchObject({failingSince: expect.any(Date) as Date, waiting: 30});
      expect((await left()).filter(({attempts}) => attempts)).toHaveLength(10);
    }, patient);
    await receiver.comeBack();
    expect(receiver.seen).toEqual([]);
    // The first of another call finds that it is back.
    await enqueue(gateway, id, 'another', 1);
    await quiet();
    for (const number of upTo(10)) expect(numbersOf(`call-${number}`)).toEqual(upTo(3));
    expect(await gateway.services.callbacks.endpoints.list()).toMatchObject([{failingSince: null}]);
  });

  test('one that is given up is dead, those after it go on, and it can be sent again under its id', async () => {
    const gateway = await start({CALLBACK_GIVE_UP: '100ms'});
    const {queue} = gateway.services.callbacks;
    const {id} = await listen(gateway);
    receiver.answer = (response, {body}) => response.writeHead(body['number'] === 0 ? 400 : 200).end();
    await enqueue(gateway, id, 'call', 1);
    await vi.waitFor(async () => expect(await queue.dead()).toHaveLength(1), patient);
    await enqueue(gateway, id, 'call', 1, 1);
    await vi.waitFor(() => expect(numbersOf('call')).toEqual([1]), patient);
    const [dead] = await queue.dead();
    expect(dead).toMatchObject({
      id: receiver.seen[0]!.id,
      url: `${receiver.url}/calls`,
      lane: 'call',
      lastError: 'refused: it answered 400',
    });
    expect(dead!.attempts).toBe(receiver.seen.length - 1);
    expect(gateway.logged()).toContain('a callback was given up');
    await expect(queue.resend('nonsense')).rejects.toMatchObject({code: 'callback-unknown'});
    receiver.answer = (response) => response.writeHead(200).end();
    expect(await queue.resend()).toBe(1);
    await quiet();
    expect(receiver.taken.at(-1)).toMatchObject({id: dead!.id, body: {number: 0}});
  });

  test('what a dead gateway was sending is sent by another once its hold is over, not before', async () => {
    const gateway = await start();
    const {id} = await listen(gateway);
    const {queries} = database();
    await queries.transaction(async (transaction) => {
      await gateway.services.callbacks.queue.enqueue(
        transaction,
        upTo(2).map((number) => ({
          endpointId: id,
          lane: 'call',
          type: 'test',
          body: JSON.stringify({lane: 'call', number}),
        })),
      );
      await transaction.execute(sql`update callbacks set holder = 'dead', held_until = now() + interval '1 hour'
        where seq = (select min(seq) from callbacks)`);
    });
    await enqueue(gateway, id, 'another', 1);
    await vi.waitFor(() => expect(numbersOf('another')).toEqual([0]), patient);
    expect(numbersOf('call')).toEqual([]);
    await queries.execute(
      sql`update callbacks set held_until = now() - interval '1 ms' where holder = 'dead'`,
    );
    await quiet();
    expect(numbersOf('call')).toEqual([0, 1]);
  });

  test('a gateway that ends lets the request under way end, and leaves the rest', async () => {
    const gateway = await start();
    const {id} = await listen(gateway);
    let open = () => {};
    receiver.answer = (response) => void (open = () => response.writeHead(204).end());
    await enqueue(gateway, id, 'call', 2);
    await vi.waitFor(() => expect(receiver.seen).toHaveLength(1), patient);
    const {part} = gateways.pop()!;
    const stopped = part.stop(AbortSignal.timeout(5000));
    open();
    await stopped;
    expect(await left()).toMatchObject([{holder: null, attempts: 0, body: '{"lane":"call","number":1}'}]);
    await gateway.close();
  });

  test('one that is broken off at the end has not failed: another gateway sends it at once', async () => {
    const gateway = await start();
    const {id} = await listen(gateway);
    receiver.answer = () => undefined;
    await enqueue(gateway, id, 'call', 1);
    await vi.waitFor(() => expect(receiver.seen).toHaveLength(1), patient);
    const {part} = gateways.pop()!;
    await part.stop(AbortSignal.abort());
    await gateway.close();
    expect(await left()).toMatchObject([{holder: null, attempts: 0}]);
    receiver.answer = (response) => response.writeHead(200).end();
    await start();
    await quiet();
    expect(new Set(receiver.seen.map((one) => one.id)).size).toBe(1);
  });

  test('private addresses get nothing unless the settings allow it', async () => {
    const gateway = await start({WEBHOOK_PRIVATE_ADDRESSES: ''});
    await expect(listen(gateway)).rejects.toMatchObject({code: 'callback-invalid'});
    const secret = gateway.services.vault.seal('whsec_AAAA', 'callback_endpoints.secret');
    await database().queries.insert(callbackEndpoints).values({id: 'old', url: receiver.url, secret});
    await enqueue(gateway, 'old', 'call', 1);
    await vi.waitFor(
      async () =>
        expect(await left()).toMatchObject([{lastError: expect.stringMatching(/^forbidden/) as string}]),
      patient,
    );
    expect(receiver.seen).toEqual([]);
  });

  test("a call's changes reach those who listen, each in its own words, or not at all when the change is undone", async () => {
    const gateway = await start();
    const {endpoints, queue} = gateway.services.callbacks;
    await listen(gateway, '/own');
    await endpoints.setForProject('45828062', `${receiver.url}/project`, 'operator');
    await endpoints.setForProject('1', `${receiver.url}/other`, 'operator');
    const {queries} = database();
    await gateway.services.rooms.create('session', {language: 'en'}, 'operator');
    const at = 1_470_257_688_309;
    const change = (status: string, before?: 'accepted' | 'ringing' | 'connected') =>
      queries.transaction(async (transaction) => {
        const values = {
          id: 'c1',
          direction: 'outbound' as const,
          asteriskId: 'one',
          called: '+41446681800',
          project: '45828062',
          room: 'session',
          status,
          ...(status === 'cleared' && {
            cause: 'hung-up',
            message: 'The call was ended.',
            endedAt: new Date(),
          }),
        };
        const [row] = await transaction
          .insert(calls)
          .values(values)
          .onConflictDoUpdate({target: calls.id, set: values})
          .returning();
        await queue.tell(transaction, {row: row!, at, ...(before && {before})});
        return row!;
      });
    const {createdAt} = await change('accepted');
    await change('ringing', 'accepted');
    await change('connected', 'ringing');
    await expect(
      queries.transaction(async (transaction) => {
        const [row] = await transaction.select().from(calls);
        await queue.tell(transaction, {row: {...row!, status: 'held'}, at, before: 'connected'});
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    await change('cleared', 'connected');
    await quiet();
    const to = (path: string) => receiver.taken.filter((one) => one.path === path).map(({body}) => body);
    const common = {
      sessionId: 'session',
      projectId: '45828062',
      timestamp: at,
      call: {id: 'c1', connectionId: identityOf('c1'), createdAt: createdAt.getTime()},
    };
    expect(to('/project')).toEqual([
      {...common, event: 'callCreated'},
      {...common, event: 'callUpdated', state: 'RINGING'},
      {...common, event: 'callUpdated', state: 'ANSWERED'},
      {...common, event: 'callUpdated', state: 'HANGUP'},
      {...common, event: 'callDestroyed', reason_code: '200', reason_message: 'The call was ended.'},
    ]);
    expect(to('/other')).toEqual([]);
    expect(to('/own')).toMatchObject([
      {
        type: 'call.accepted',
        timestamp: new Date(at).toISOString(),
        data: {callid: 'c1', number: '+41446681800'},
      },
      {type: 'call.ringing', data: {status: 'ringing', room: 'session'}},
      {type: 'call.connected'},
      {type: 'call.cleared', data: {cause: 'hung-up'}},
    ]);
    await queries.delete(calls);
    await queries.delete(rooms);
  });

  test('secrets are sealed, and an endpoint that is removed gets nothing more', async () => {
    const gateway = await start();
    const {id, secret} = await listen(gateway);
    const {rows} = (await database().queries.execute(
      sql`select e::text as text from callback_endpoints e union all select a::text from audit_trail a`,
    )) as unknown as {rows: {text: string}[]};
    expect(rows.map(({text}) => text).join()).not.toContain(secret);
    await receiver.goAway();
    await enqueue(gateway, id, 'call', 2);
    await gateway.services.callbacks.endpoints.remove(id, 'operator');
    expect(await left()).toEqual([]);
  });
});
