import {afterEach, expect, test} from 'vitest';
import {auditTrail, inboundMappings} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  let gateway: TestGateway | undefined;
  afterEach(() => gateway?.close());

  async function setUp() {
    gateway = await createTestGateway(database(), {ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH'});
    const {app, application, services} = gateway;
    const authorization = await application();
    const send = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: object) => {
      const url = `/v1/inbound-mappings${path && `/${encodeURIComponent(path)}`}`;
      const answer = await app.inject({method, url, headers: {authorization}, ...(payload && {payload})});
      return {status: answer.statusCode, body: answer.body ? answer.json<unknown>() : undefined};
    };
    return {send, gateway, find: (to: string) => services.routing.mappings.find(to)};
  }

  test('a mapping is found by the To header, however a trunk writes it', async () => {
    const {send, find} = await setUp();
    const made = await send('POST', '', {
      sipUsername: '0446681800@Example.org:5060',
      channelId: 'my channel',
    });
    expect(made).toMatchObject({
      status: 201,
      body: {sipUsername: 'sip:+41446681800@example.org', channelId: 'my channel'},
    });
    expect(await find('"Shop" <sip:+41446681800@example.org;user=phone>;tag=1')).toBe('my channel');
    expect(await find('<sip:0041446681800@example.org>')).toBe('my channel');
    expect(await find('<sip:+41446681801@example.org>')).toBeUndefined();
    expect(await find('<sip:+41446681800@example.com>')).toBeUndefined();
    expect(await find('')).toBeUndefined();
  });

  test('there is one of an address; it is changed and removed by any writing of it', async () => {
    const {send, find} = await setUp();
    const sipUsername = 'sip:+41446681800@example.org';
    await send('POST', '', {sipUsername, channelId: 'one'});
    const again = await send('POST', '', {sipUsername: '<sip:0446681800@EXAMPLE.org>', channelId: 'two'});
    expect(again).toMatchObject({status: 409, body: {code: 'inbound-mapping-exists'}});
    expect(await send('PUT', 'sip:0446681800@example.org', {channelId: 'two'})).toMatchObject({status: 200});
    expect(await send('GET')).toMatchObject({body: {mappings: [{sipUsername, channelId: 'two'}]}});
    expect(await find(`<${sipUsername}>`)).toBe('two');
    expect(await send('DELETE', sipUsername)).toEqual({status: 204, body: undefined});
    for (const missing of [
      await send('DELETE', sipUsername),
      await send('PUT', sipUsername, {channelId: 'x'}),
    ])
      expect(missing).toMatchObject({status: 404, body: {code: 'inbound-mapping-unknown'}});
    expect(await database().queries.select().from(inboundMappings)).toEqual([]);
    const trail = await database().queries.select().from(auditTrail).orderBy(auditTrail.id);
    expect(trail.map(({actor, action, subject, details}) => [actor, action, subject, details])).toEqual([
      ['application:app', 'inbound-mapping.add', sipUsername, {channelId: 'one'}],
      ['application:app', 'inbound-mapping.change', sipUsername, {channelId: 'two'}],
      ['application:app', 'inbound-mapping.remove', sipUsername, null],
    ]);
  });

  test.each(['sip:example.org', 'tel:+41446681800', '+41446681800', 'http://example.org'])(
    '%s is no address that can be mapped',
    async (sipUsername) => {
      const {send} = await setUp();
      expect(await send('POST', '', {sipUsername, channelId: 'one'})).toMatchObject({
        status: 400,
        body: {code: 'inbound-mapping-invalid'},
      });
    },
  );

  test('browsers have no say in it', async () => {
    const {gateway} = await setUp();
    const headers = {authorization: await gateway.browser('434', {rooms: ['*'], canControlCalls: true})};
    const answer = await gateway.app.inject({method: 'GET', url: '/v1/inbound-mappings', headers});
    expect(answer.statusCode).toBe(403);
  });
});
