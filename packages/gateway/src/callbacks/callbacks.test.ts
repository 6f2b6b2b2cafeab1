import {sql} from 'drizzle-orm';
import {Webhook} from 'standardwebhooks';
import {expect, test, vi} from 'vitest';
import {identityOf} from '../calls/call-entry.js';
import {calls, rooms} from '../database/schema.js';
import {CallbackGateways, patient, upTo} from '../testing/callback-gateways.js';
import {onEachDatabase} from '../testing/databases.js';

onEachDatabase((database) => {
  const all = new CallbackGateways(database);

  test('they arrive in order within a call, signed, and are gone from the queue', async () => {
    const gateway = await all.start();
    const {id, secret} = await all.listen(gateway);
    const lanes = upTo(20).map((number) => `call-${number}`);
    await Promise.all(lanes.map((lane) => all.enqueue(gateway, id, lane, 5)));
    await all.quiet();
    for (const lane of lanes) expect(all.numbersOf(lane)).toEqual(upTo(5));
    expect(all.receiver.seen).toHaveLength(100);
    for (const {headers, text, body} of all.receiver.taken)
      expect(new Webhook(secret).verify(text, headers as Record<string, string>)).toEqual(body);
    expect(new Set(all.receiver.taken.map((one) => one.id)).size).toBe(100);
  });

  test('two gateways send of one call one after the other', async () => {
    const gateway = await all.start();
    await all.start();
    const {id} = await all.listen(gateway);
    let atOnce = 0;
    all.receiver.answer = (response) => {
      expect(++atOnce).toBe(1);
      setImmediate(() => {
        atOnce--;
      });
      response.writeHead(204).end();
    };
    for (const number of upTo(30)) await all.enqueue(gateway, id, 'call', 1, number);
    await all.quiet();
    expect(all.numbersOf('call')).toEqual(upTo(30));
  });

  test('one that is given up is dead, those after it go on, and it can be sent again under its id', async () => {
    const gateway = await all.start({CALLBACK_GIVE_UP: '100ms'});
    const {queue} = gateway.services.callbacks;
    const {id} = await all.listen(gateway);
    all.receiver.answer = (response, {body}) => response.writeHead(body['number'] === 0 ? 400 : 200).end();
    await all.enqueue(gateway, id, 'call', 1);
    await vi.waitFor(async () => expect(await queue.dead()).toHaveLength(1), patient);
    await all.enqueue(gateway, id, 'call', 1, 1);
    await vi.waitFor(() => expect(all.numbersOf('call')).toEqual([1]), patient);
    const [dead] = await queue.dead();
    expect(dead).toMatchObject({
      id: all.receiver.seen[0]!.id,
      url: `${all.receiver.url}/calls`,
      lane: 'call',
      lastError: 'refused: it answered 400',
    });
    expect(dead!.attempts).toBe(all.receiver.seen.length - 1);
    expect(gateway.logged()).toContain('a callback was given up');
    await expect(queue.resend('nonsense')).rejects.toMatchObject({code: 'callback-unknown'});
    all.receiver.answer = (response) => response.writeHead(200).end();
    expect(await queue.resend()).toBe(1);
    await all.quiet();
    expect(all.receiver.taken.at(-1)).toMatchObject({id: dead!.id, body: {number: 0}});
  });

  test('what a dead gateway was sending is sent by another once its hold is over, not before', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
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
    await all.enqueue(gateway, id, 'another', 1);
    await vi.waitFor(() => expect(all.numbersOf('another')).toEqual([0]), patient);
    expect(all.numbersOf('call')).toEqual([]);
    await queries.execute(
      sql`update callbacks set held_until = now() - interval '1 ms' where holder = 'dead'`,
    );
    await all.quiet();
    expect(all.numbersOf('call')).toEqual([0, 1]);
  });

  test('a gateway that ends lets the request under way end, and leaves the rest', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    let open = () => {};
    all.receiver.answer = (response) => void (open = () => response.writeHead(204).end());
    await all.enqueue(gateway, id, 'call', 2);
    await vi.waitFor(() => expect(all.receiver.seen).toHaveLength(1), patient);
    const stopped = all.stop(AbortSignal.timeout(5000));
    open();
    await stopped;
    expect(await all.left()).toMatchObject([{holder: null, attempts: 0, body: '{"lane":"call","number":1}'}]);
  });

  test('one that is broken off at the end has not failed: another gateway sends it at once', async () => {
    const gateway = await all.start();
    const {id} = await all.listen(gateway);
    all.receiver.answer = () => undefined;
    await all.enqueue(gateway, id, 'call', 1);
    await vi.waitFor(() => expect(all.receiver.seen).toHaveLength(1), patient);
    await all.stop(AbortSignal.abort());
    expect(await all.left()).toMatchObject([{holder: null, attempts: 0}]);
    all.receiver.answer = (response) => response.writeHead(200).end();
    await all.start();
    await all.quiet();
    expect(new Set(all.receiver.seen.map((one) => one.id)).size).toBe(1);
  });

  test("a call's changes reach those who listen, each in its own words, or not at all when the change is undone", async () => {
    const gateway = await all.start();
    const {endpoints, queue} = gateway.services.callbacks;
    await all.listen(gateway, '/own');
    await endpoints.setForProject('45828062', `${all.receiver.url}/project`, 'operator');
    await endpoints.setForProject('1', `${all.receiver.url}/other`, 'operator');
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
    await all.quiet();
    const to = (path: string) => all.receiver.taken.filter((one) => one.path === path).map(({body}) => body);
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
    const gateway = await all.start();
    const {id, secret} = await all.listen(gateway);
    const {rows} = (await database().queries.execute(
      sql`select e::text as text from callback_endpoints e union all select a::text from audit_trail a`,
    )) as unknown as {rows: {text: string}[]};
    expect(rows.map(({text}) => text).join()).not.toContain(secret);
    await all.receiver.goAway();
    await all.enqueue(gateway, id, 'call', 2);
    await gateway.services.callbacks.endpoints.remove(id, 'operator');
    expect(await all.left()).toEqual([]);
  });
});
