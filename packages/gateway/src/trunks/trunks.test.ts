import {asc} from 'drizzle-orm';
import {afterEach, expect, test} from 'vitest';
import {auditTrail} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {measureTrunks} from './measures.js';
import {sipTrunks, trunkRegistrations} from './tables.js';
import {trunkEndpointId} from './trunk.js';

const password = 'the password at the provider';
const acme = {id: 'acme', domain: 'Provider.example', username: 'udo', password};

onEachDatabase((database) => {
  let gateway: TestGateway | undefined;
  afterEach(() => gateway?.close());

  async function setUp() {
    gateway = await createTestGateway(database());
    const {app, application, services} = gateway;
    const authorization = await application();
    const send = async (
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      url: string,
      payload?: object,
    ) => {
      const answer = await app.inject({method, url, headers: {authorization}, ...(payload && {payload})});
      return {status: answer.statusCode, body: answer.body ? answer.json<unknown>() : undefined};
    };
    return {gateway, services, send};
  }

  test('a trunk is made, shown, changed and removed, and its password is never shown', async () => {
    const {send, gateway: own} = await setUp();
    const made = await send('POST', '/v1/trunks', acme);
    const shown = {
      id: 'acme',
      domain: 'Provider.example',
      transport: 'udp',
      port: 5060,
      register: true,
      canTerminate: true,
      username: 'udo',
      authorizationId: '',
      position: 0,
      state: {available: true, registrations: [], failures: 0},
    };
    expect(made).toEqual({status: 201, body: shown});
    expect(
      await send('POST', '/v1/trunks', {id: 'a', domain: '192.0.2.7', transport: 'tls', register: false}),
    ).toMatchObject({status: 201, body: {port: 5061, transport: 'tls', username: ''}});
    const changed = await send('PATCH', '/v1/trunks/acme', {
      authorizationId: 'login',
      position: -1,
      port: 5070,
    });
    expect(changed).toEqual({
      status: 200,
      body: {...shown, authorizationId: 'login', position: -1, port: 5070},
    });
    expect(await send('GET', '/v1/trunks/acme')).toEqual(changed);
    expect(await send('GET', '/v1/trunks')).toMatchObject({body: {trunks: [{id: 'acme'}, {id: 'a'}]}});
    const stored = JSON.stringify(await database().queries.select().from(sipTrunks));
    const trail = await database().queries.select().from(auditTrail).orderBy(asc(auditTrail.id));
    expect(await send('DELETE', '/v1/trunks/acme')).toEqual({status: 204, body: undefined});
    for (const missing of [
      await send('GET', '/v1/trunks/acme'),
      await send('PATCH', '/v1/trunks/acme', {port: 5060}),
      await send('DELETE', '/v1/trunks/acme'),
    ])
      expect(missing).toMatchObject({status: 404, body: {code: 'trunk-unknown'}});
    for (const text of [stored, JSON.stringify([trail, made, changed]), own.logged()])
      expect(text).not.toContain(password);
    expect(trail.map(({actor, action, subject}) => `${actor} ${action} ${subject}`)).toEqual([
      'application:app trunk.add trunk:acme',
      'application:app trunk.add trunk:a',
      'application:app trunk.change trunk:acme',
    ]);
    expect(trail[2]?.details).toEqual({fields: ['authorizationId', 'position', 'port']});
  });

  test('how it is: registrations by Asterisk, failures, and until when it rests; forgotten with a change', async () => {
    const {send, services} = await setUp();
    await send('POST', '/v1/trunks', acme);
    await database()
      .queries.insert(trunkRegistrations)
      .values([
        {asteriskId: 'one', trunkId: 'acme', state: 'refused', code: 403, message: 'Forbidden'},
        {asteriskId: 'two', trunkId: 'acme', state: 'unreachable', message: 'No answer'},
      ]);
    await services.outbound.report('acme', {code: 503});
    expect(await send('GET', '/v1/trunks/acme')).toMatchObject({
      body: {
        state: {
          available: false,
          registrations: [
            {asteriskId: 'one', state: 'refused', code: 403, message: 'Forbidden'},
            {asteriskId: 'two', state: 'unreachable', message: 'No answer'},
          ],
          failures: 1,
          retryAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
          lastError: 'SIP 503',
          lastErrorAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
        },
      },
    });
    expect(await send('PATCH', '/v1/trunks/acme', {password: 'another'})).toMatchObject({
      body: {state: {available: true, registrations: [], failures: 0}},
    });
  });

  test('a port that nobody has chosen follows the transport', async () => {
    const {services} = await setUp();
    const {trunks} = services;
    await trunks.add('acme', acme, 'operator');
    const portOf = async (change: Parameters<typeof trunks.change>[1]) =>
      (await trunks.change('acme', change, 'operator')).port;
    expect(await portOf({transport: 'tls'})).toBe(5061);
    expect(await portOf({canTerminate: false})).toBe(5061);
    expect(await portOf({transport: 'tcp'})).toBe(5060);
    expect(await portOf({transport: 'tls', port: 5060})).toBe(5060);
    expect(await portOf({transport: 'udp', port: 5070})).toBe(5070);
    expect(await portOf({transport: 'tls'})).toBe(5070);
    const trail = await database().queries.select().from(auditTrail).orderBy(asc(auditTrail.id));
    expect(trail[1]?.details).toEqual({fields: ['port', 'transport']});
  });

  test('operators see it in the metrics', async () => {
    const {send, services} = await setUp();
    const {registry} = services.metrics;
    measureTrunks(services.trunks, registry);
    await send('POST', '/v1/trunks', acme);
    await send('POST', '/v1/trunks', {id: 'dead', domain: 'dead.example', register: false});
    await database()
      .queries.insert(trunkRegistrations)
      .values([
        {asteriskId: 'one', trunkId: 'acme', state: 'registered', code: 200},
        {asteriskId: 'two', trunkId: 'acme', state: 'refused', code: 403, message: 'Forbidden'},
      ]);
    await services.outbound.report('dead', {code: 503});
    const text = await registry.metrics();
    expect(text).toContain('sidetone_trunk_available{trunk="acme"} 1');
    expect(text).toContain('sidetone_trunk_available{trunk="dead"} 0');
    expect(text).toContain('sidetone_trunk_registered{trunk="acme",asterisk="one"} 1');
    expect(text).toContain('sidetone_trunk_failures_total{trunk="dead"} 1');
    const registration = 'sidetone_trunk_registration_info{trunk="acme",asterisk';
    expect(text).toContain(`${registration}="one",state="registered",code="200"} 1`);
    expect(text).toContain(`${registration}="two",state="refused",code="403"} 1`);
    const {lastErrorAt} = (await services.trunks.get('dead')).state;
    const failed = 'sidetone_trunk_last_error_timestamp_seconds{trunk="dead",error="SIP 503"}';
    expect(text).toContain(`${failed} ${lastErrorAt!.getTime() / 1000}`);
    await send('DELETE', '/v1/trunks/acme');
    expect(await registry.metrics()).not.toContain('trunk="acme"');
  });

  test('what cannot be one is refused by the name of what is wrong', async () => {
    const {send} = await setUp();
    const wrong: [object, string][] = [
      [{id: 'a b'}, 'id'],
      [{id: '../x'}, 'id'],
      [{domain: 'a\nmatch=0.0.0.0/0'}, 'domain'],
      [{domain: 'provider.example;x'}, 'domain'],
      [{transport: 'ws'}, 'transport'],
      [{port: 70_000}, 'port'],
      [{username: 'udo@x>\r\n'}, 'username'],
      [{username: ''}, 'username'],
      [{authorizationId: 'a"b'}, 'authorizationId'],
      [{password: 'a\nb'}, 'password'],
      [{cantTerminate: true}, 'additional'],
    ];
    for (const [fields, named] of wrong) {
      const {status, body} = await send('POST', '/v1/trunks', {...acme, ...fields});
      const {code, message} = body as {code: string; message: string};
      expect([status, code, message]).toEqual([
        400,
        expect.stringMatching(/^(trunk|request)-invalid$/),
        expect.stringContaining(named),
      ]);
    }
    expect(await database().queries.select().from(sipTrunks)).toEqual([]);
  });

  test('there is one of an id, and a change that cannot be is none', async () => {
    const {send} = await setUp();
    await send('POST', '/v1/trunks', acme);
    expect(await send('POST', '/v1/trunks', acme)).toMatchObject({status: 409, body: {code: 'trunk-exists'}});
    const before = await database().queries.select().from(sipTrunks);
    expect(await send('PATCH', '/v1/trunks/acme', {username: ''})).toMatchObject({
      status: 400,
      body: {code: 'trunk-invalid', message: expect.stringContaining('needs a username') as unknown},
    });
    expect(await database().queries.select().from(sipTrunks)).toEqual(before);
  });

  test('browsers neither see nor change any', async () => {
    const {gateway: own} = await setUp();
    const authorization = await own.browser('434', {canDialOut: true, canControlCalls: true});
    for (const method of ['GET', 'POST'] as const) {
      const answer = await own.app.inject({
        method,
        url: '/v1/trunks',
        headers: {authorization},
        ...(method === 'POST' && {payload: acme}),
      });
      expect(answer.statusCode).toBe(403);
    }
  });

  test('Asterisk is told of a trunk as it is now, and of no other', async () => {
    const {services} = await setUp();
    const {trunks, realtime} = services;
    const before = await trunks.add(
      'acme',
      {...acme, transport: 'tls', authorizationId: 'login'},
      'operator',
    );
    const row = async (table: 'ps_endpoints' | 'ps_auths' | 'ps_aors', id: string) =>
      (await realtime.find(table, [{field: 'id', operator: '=', value: id}]))[0];
    const id = trunkEndpointId(before);
    expect(await row('ps_endpoints', id)).toMatchObject({
      transport: 'sidetone-tls',
      context: 'sidetone-trunk',
      set_var: 'SIDETONE_TRUNK=acme',
      media_encryption: 'sdes',
      outbound_auth: id,
    });
    expect(await row('ps_auths', id)).toEqual({id, auth_type: 'userpass', username: 'login', password});
    expect(await row('ps_aors', id)).toMatchObject({contact: 'sip:Provider.example:5061;transport=tls'});
    const now = await trunks.change('acme', {transport: 'tcp', authorizationId: ''}, 'operator');
    expect(await row('ps_endpoints', id)).toBeUndefined();
    expect(await row('ps_auths', trunkEndpointId(now))).toMatchObject({username: 'udo'});
    expect(await row('ps_endpoints', trunkEndpointId(now))).not.toHaveProperty('media_encryption');
    await trunks.remove('acme', 'operator');
    const again = await trunks.add('acme', acme, 'operator');
    expect(trunkEndpointId(again)).not.toBe(trunkEndpointId(now));
  });

  test('how a room appears when it calls', async () => {
    const {send} = await setUp();
    const url = '/v1/rooms/shop/caller-id';
    expect(await send('GET', url)).toEqual({status: 200, body: {}});
    const patterns = {displayName: '{userAlias}-{userId}', username: '{tag}'};
    expect(await send('PUT', url, patterns)).toEqual({status: 200, body: patterns});
    expect(await send('PUT', url, {username: '{userId}'})).toMatchObject({body: {username: '{userId}'}});
    expect(await send('GET', url)).toEqual({status: 200, body: {username: '{userId}'}});
    expect(await send('PUT', url, {displayName: '{password}'})).toMatchObject({
      status: 400,
      body: {code: 'caller-id-invalid', message: expect.stringContaining('{password}') as unknown},
    });
    expect(await send('GET', url)).toEqual({status: 200, body: {username: '{userId}'}});
    expect((await send('DELETE', url)).status).toBe(204);
    expect(await send('DELETE', url)).toMatchObject({status: 404, body: {code: 'caller-id-unknown'}});
  });
});
