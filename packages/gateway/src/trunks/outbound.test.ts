import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {json} from 'node:stream/consumers';
import {eq} from 'drizzle-orm';
import {Webhook} from 'standardwebhooks';
import {afterEach, expect, test} from 'vitest';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {newSecret} from '../webhooks/signature.js';
import type {OutboundRequest, OutboundRoute} from './outbound-route.js';
import {sipTrunks, trunkRegistrations} from './tables.js';

const request: OutboundRequest = {
  number: '+41446681899',
  room: 'shop',
  client: {id: 'c1', userId: '434', userAlias: 'Erna'},
  tried: [],
};
const trunkOf = (route: OutboundRoute) => (route.kind === 'trunk' ? route.trunk : undefined);

onEachDatabase((database) => {
  let gateway: TestGateway | undefined;
  let application: Server | undefined;
  afterEach(async () => {
    await gateway?.close();
    application?.closeAllConnections();
    application?.close();
    [gateway, application] = [undefined, undefined];
  });

  async function setUp(settings: Record<string, string> = {}) {
    gateway = await createTestGateway(database(), {TRUNK_REST_FIRST: '10 seconds', ...settings});
    const {services, setClock} = gateway;
    const {trunks, outbound, callerIds} = services;
    const provider = {domain: 'provider.example', register: false};
    const add = (id: string, fields: Partial<Parameters<typeof trunks.add>[1]> = {}) =>
      trunks.add(id, {...provider, username: `${id}-user`, ...fields}, 'operator');
    const choose = (more: Partial<OutboundRequest> = {}) => outbound.choose({...request, ...more});
    return {services, outbound, trunks, callerIds, setClock, add, choose};
  }

  test('the first one by its position that may be used', async () => {
    const {add, choose} = await setUp();
    await add('b', {position: 2});
    await add('a', {position: 3});
    await add('inbound-only', {position: 1, canTerminate: false});
    expect(await choose()).toMatchObject({
      kind: 'trunk',
      trunk: 'b',
      endpoint: expect.stringMatching(/^PJSIP\/\+41446681899@b~trunk-\d+$/) as unknown,
      callerId: {number: 'b-user', name: ''},
    });
    expect(trunkOf(await choose({tried: ['b']}))).toBe('a');
    expect(await choose({tried: ['b', 'a']})).toMatchObject({kind: 'none'});
  });

  test('one that shall register, and is not registered, is passed over', async () => {
    const {add, choose, trunks} = await setUp();
    await add('a', {register: true, position: 1});
    await add('b', {position: 2});
    // Nobody has reported anything of it.
    expect(trunkOf(await choose())).toBe('a');
    const {queries} = database();
    for (const state of ['registering', 'refused', 'unreachable'] as const) {
      await queries.delete(trunkRegistrations);
      await queries.insert(trunkRegistrations).values({asteriskId: 'one', trunkId: 'a', state});
      expect(trunkOf(await choose())).toBe('b');
    }
    await queries
      .insert(trunkRegistrations)
      .values({asteriskId: 'two', trunkId: 'a', state: 'registered', code: 200});
    expect(trunkOf(await choose())).toBe('a');
    expect((await trunks.get('a')).state.available).toBe(true);
  });

  test('one that failed rests, longer each time, and works again after one call that it brought to somebody', async () => {
    const {add, choose, outbound, trunks, setClock} = await setUp();
    await add('a', {position: 1});
    await add('b', {position: 2});
    const start = 1_900_000_000_000;
    setClock(start);
    await outbound.report('a', {code: 503});
    const {state} = await trunks.get('a');
    expect(state).toMatchObject({available: false, failures: 1, lastError: 'SIP 503'});
    const rest = state.retryAt!.getTime() - start;
    expect(rest).toBeGreaterThanOrEqual(7500);
    expect(rest).toBeLessThanOrEqual(12_500);
    expect(trunkOf(await choose())).toBe('b');
    // Other calls that were under way by it fail too: that is no second failure.
    await Promise.all([1, 2, 3].map(() => outbound.report('a', {cause: 38})));
    expect((await trunks.get('a')).state).toMatchObject({failures: 1, lastError: 'Q.850 38'});
    expect((await trunks.get('a')).state.retryAt).toEqual(state.retryAt);

    setClock(start + 20_000);
    expect(trunkOf(await choose())).toBe('a');
    await outbound.report('a', {code: 408});
    const second = (await trunks.get('a')).state;
    expect(second.failures).toBe(2);
    expect(second.retryAt!.getTime() - start - 20_000).toBeGreaterThanOrEqual(15_000);

    await outbound.report('a', 'worked');
    expect((await trunks.get('a')).state).toMatchObject({available: true, failures: 0});
    expect((await trunks.get('a')).state.retryAt).toBeUndefined();
    await outbound.report('nobody', {code: 503});
  });

  test('when all have failed, the one is tried whose rest ends first', async () => {
    const {add, choose, outbound, setClock} = await setUp();
    await add('a', {position: 1});
    await add('b', {position: 2});
    setClock(1_900_000_000_000);
    await outbound.report('a', {code: 503});
    await outbound.report('b', {code: 503});
    const {queries} = database();
    await queries
      .update(sipTrunks)
      .set({retryAt: new Date(1_900_000_001_000)})
      .where(eq(sipTrunks.id, 'b'));
    expect(trunkOf(await choose())).toBe('b');
    // A call that has tried one already ends.
    expect((await choose({tried: ['b']})).kind).toBe('none');
  });

  test('without trunks, the one of the operator', async () => {
    const {add, choose} = await setUp({DIAL_OUT_ENDPOINT: 'mine', DIAL_OUT_CALLER_ID: '+41446681800'});
    expect(await choose()).toEqual({
      kind: 'trunk',
      trunk: 'mine',
      endpoint: 'PJSIP/+41446681899@mine',
      callerId: {number: '+41446681800', name: 'shop'},
    });
    expect((await choose({tried: ['mine']})).kind).toBe('none');
    await add('a', {username: ''});
    // Without a username it shows the number that calls show anyway.
    expect(await choose()).toMatchObject({trunk: 'a', callerId: {number: '+41446681800', name: ''}});
  });

  test('a channel appears as its patterns say', async () => {
    const {add, choose, callerIds} = await setUp();
    await add('a');
    await callerIds.set(
      'shop',
      {displayName: '{userAlias}-{userId}', username: '+{tag}{userId}'},
      'operator',
    );
    expect(await choose()).toMatchObject({callerId: {name: 'Erna-434', number: '+434'}});
    // Nothing is left of the pattern.
    await callerIds.set('shop', {username: '{deviceId}'}, 'operator');
    expect(await choose()).toMatchObject({callerId: {name: '', number: 'a-user'}});
    expect(await choose({room: 'other'})).toMatchObject({callerId: {name: '', number: 'a-user'}});
  });

  /** A gateway that asks an application, with two trunks, of which it does not take the first by itself. */
  async function withWebhook(listener: RequestListener, settings: Record<string, string> = {}) {
    application = createServer(listener);
    application.listen(0, '127.0.0.1');
    await once(application, 'listening');
    const {port} = application.address() as AddressInfo;
    const own = await setUp({
      SIP_OUTBOUND_WEBHOOK_URL: `http://127.0.0.1:${port}/outbound`,
      WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
      ...settings,
    });
    await own.add('first', {position: 1});
    await own.add('second', {position: 2, authorizationId: 'login'});
    return own;
  }
  const outcomes = async ({services}: {services: TestGateway['services']}) => {
    const {values} = await services.metrics.outboundWebhooks.get();
    return values.map(({labels, value}) => [labels.outcome, value]);
  };

  test('an application names the trunk, of those that are available', async () => {
    const secret = newSecret();
    const asked: unknown[] = [];
    const own = await withWebhook(
      (incoming, response) =>
        void json(incoming).then((body) => {
          new Webhook(secret).verify(JSON.stringify(body), incoming.headers as Record<string, string>);
          asked.push(body);
          response.end('{"sipTrunkId": "second"}');
        }),
      {SIP_WEBHOOK_SECRET: secret},
    );
    await own.add('resting', {position: 0});
    await own.outbound.report('resting', {code: 500});
    expect(trunkOf(await own.choose({application: 'my-app'}))).toBe('second');
    expect(asked).toEqual([
      {
        applicationId: 'my-app',
        channelId: 'shop',
        clientId: 'c1',
        userId: '434',
        sipTrunks: [
          {id: 'first', authId: '', username: 'first-user', domain: 'provider.example'},
          {id: 'second', authId: 'login', username: 'second-user', domain: 'provider.example'},
        ],
      },
    ]);
    expect(await outcomes(own)).toEqual([['named', 1]]);
    // The one that it names has been tried: it is not on offer.
    expect(trunkOf(await own.choose({tried: ['second']}))).toBe('first');
    expect(gateway?.logged()).toContain('the outbound webhook named no trunk');
    expect(await outcomes(own)).toEqual([
      ['named', 1],
      ['unknown-trunk', 1],
    ]);
  });
});
