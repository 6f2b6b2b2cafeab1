import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {createServer, type Server} from 'node:http';
import {once} from 'node:events';
import {connect, type AddressInfo} from 'node:net';
import {exportJWK, generateKeyPair, SignJWT, type CryptoKey} from 'jose';
import type {Database} from '../database/database.js';
import {errorTable} from '../errors.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

let database: Database;
let gateway: TestGateway;
beforeAll(async () => {
  database = await migratedPglite();
}, 60_000);
afterAll(() => database.close());
afterEach(() => gateway.close());

async function setUp(settings?: Record<string, string>): Promise<TestGateway> {
  gateway = await createTestGateway(database, settings);
  return gateway;
}

describe('for operators', () => {
  test('alive, whatever happens around it', async () => {
    const {app} = await setUp();
    const answer = await app.inject('/health');
    expect([answer.statusCode, answer.json()]).toEqual([200, {alive: true}]);
  });

  test('ready although Asterisk and LiveKit are away, as all gateways would be; not while it goes down', async () => {
    const {app, services} = await setUp();
    const answer = await app.inject('/ready');
    expect(answer.statusCode).toBe(200);
    const parts = {database: 'up', livekit: 'down', 'asterisk:one': 'down', gateway: 'up'};
    expect(answer.json()).toEqual({ready: true, parts});
    services.lifecycle.draining = true;
    const draining = await app.inject('/ready');
    expect(draining.statusCode).toBe(503);
    expect(draining.json()).toMatchObject({ready: false, parts: {gateway: 'down'}});
  });

  test('ready when everything that is configured answers', async () => {
    const {app} = await setUp({
      ASTERISK: '[]',
      LIVEKIT_URL: '',
      LIVEKIT_API_KEY: '',
      LIVEKIT_API_SECRET: '',
      ROOM_TELEPHONY_ENABLED: 'false',
    });
    const answer = await app.inject('/ready');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {ready: true, parts: {database: 'up', gateway: 'up'}},
    ]);
  });

  test('ends although a connection is open on which nothing was asked', async () => {
    const {app} = await setUp();
    const {port} = new URL(await app.listen({port: 0, host: '127.0.0.1'}));
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    await Promise.all([app.close(), once(socket, 'close')]);
  });

  test('figures for Prometheus, with routes and not with names', async () => {
    const {app, application} = await setUp();
    await app.inject({url: '/v1/rooms/nobody', headers: {authorization: await application()}});
    const {body, headers} = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain(
      'sidetone_http_request_seconds_count{method="GET",route="/v1/rooms/:name",status="404"} 1',
    );
    expect(body).not.toContain('nobody');
  });

  test('a description of every route, and a page to read it that needs nothing from elsewhere', async () => {
    const {app} = await setUp();
    const {paths} = (await app.inject('/openapi.json')).json<{
      paths: Record<string, Record<string, object>>;
    }>();
    expect(Object.keys(paths).sort()).toEqual([
      '/api/v1/room/{token}',
      '/api/v1/room/{token}/calls/{callid}/control',
      '/api/v1/room/{token}/verify-dialin',
      '/health',
      '/livekit/webhook',
      '/metrics',
      '/ready',
      '/realtime/{table}',
      '/realtime/{table}/multi',
      '/realtime/{table}/single',
      '/session/create',
      '/v1/callbacks',
      '/v1/callbacks/{id}',
      '/v1/calls/{id}',
      '/v1/calls/{id}/control',
      '/v1/calls/{id}/dtmf',
      '/v1/calls/{id}/hangup',
      '/v1/calls/{id}/hold',
      '/v1/calls/{id}/mute',
      '/v1/calls/{id}/transfer',
      '/v1/inbound-mappings',
      '/v1/inbound-mappings/{sipUsername}',
      '/v1/me/sip',
      '/v1/rooms',
      '/v1/rooms/{name}',
      '/v1/rooms/{name}/caller-id',
      '/v1/rooms/{name}/calls',
      '/v1/rooms/{name}/dial-in',
      '/v1/rooms/{name}/events',
      '/v1/rooms/{name}/lanes',
      '/v1/rooms/{name}/participants',
      '/v1/rooms/{name}/participants/by-pin',
      '/v1/rooms/{name}/token',
      '/v1/sessions',
      '/v1/sessions/cookie',
      '/v1/trunks',
      '/v1/trunks/{id}',
      '/v2/project/{apiKey}/callback',
      '/v2/project/{apiKey}/dial',
      '/v2/project/{apiKey}/session/{sessionId}/connection/{connectionId}',
      '/v2/project/{apiKey}/session/{sessionId}/connection/{connectionId}/play-dtmf',
      '/v2/project/{apiKey}/session/{sessionId}/play-dtmf',
    ]);
    for (const operation of Object.values(paths).flatMap((path) => Object.values(path)))
      expect(operation).toMatchObject({
        summary: expect.any(String) as unknown,
        responses: {'4XX': {}, '5XX': {}},
      });
    expect(paths['/v1/sessions']!['post']).toMatchObject({security: [{application: []}]});
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files)
      expect(
        (await app.inject(`/docs/${file.replace(/^\.\//, '')}`.replace('/docs//docs', '/docs'))).statusCode,
      ).toBe(200);
  });
});

describe('errors', () => {
  test('have one shape, whoever raises them', async () => {
    const {app, application} = await setUp();
    const authorization = await application();
    const headers = {authorization, 'content-type': 'application/json'};
    const answers = await Promise.all([
      app.inject('/nothing/here'),
      app.inject({url: '/v1/rooms', method: 'POST', headers, payload: '{"name": '}),
      app.inject({
        url: '/v1/rooms',
        method: 'POST',
        headers: {authorization, 'content-type': 'text/x'},
        payload: 'x',
      }),
      app.inject({
        url: '/v1/rooms',
        method: 'POST',
        headers,
        payload: JSON.stringify({name: 'x'.repeat(300_000)}),
      }),
    ]);
    expect(answers.map((answer) => [answer.statusCode, answer.json<{code: string}>().code])).toEqual([
      [404, 'not-found'],
      [400, 'request-invalid'],
      [400, 'request-invalid'],
      [413, 'request-too-large'],
    ]);
    for (const answer of answers) {
      const {code, message} = answer.json<{code: keyof typeof errorTable; message: string}>();
      expect(message).toContain(errorTable[code][1]);
    }
  });

  test('of the inside say nothing to the outside', async () => {
    const {app, application, services, logged} = await setUp();
    services.rooms.get = () => Promise.reject(new Error('the secret inside'));
    const answer = await app.inject({url: '/v1/rooms/x', headers: {authorization: await application()}});
    expect([answer.statusCode, answer.json()]).toEqual([
      500,
      {code: 'internal', message: errorTable.internal[1]},
    ]);
    expect(logged()).toContain('the secret inside');
  });

  test('say that the database is away', async () => {
    const {app, application, services} = await setUp();
    services.rooms.get = () => Promise.reject(Object.assign(new Error('refused'), {code: 'ECONNREFUSED'}));
    const answer = await app.inject({url: '/v1/rooms/x', headers: {authorization: await application()}});
    expect([answer.statusCode, answer.json<{code: string}>().code]).toEqual([503, 'unavailable']);
  });
});

describe('rate limits', () => {
  const limits = {RATE_LIMIT_MAX: '3', RATE_LIMIT_WINDOW: '1 minute'};

  test("are each caller's own", async () => {
    const {app, browser} = await setUp(limits);
    const ask = async (userId: string) =>
      (await app.inject({url: '/v1/me/sip', headers: {authorization: await browser(userId)}})).statusCode;
    expect([await ask('1'), await ask('1'), await ask('1'), await ask('1')]).toEqual([404, 404, 404, 429]);
    expect(await ask('2')).toBe(404);
  });

  test('hold for wrong tokens too, in the shape of every error', async () => {
    const {app} = await setUp(limits);
    const ask = () => app.inject({url: '/v1/me/sip', headers: {authorization: 'Bearer nonsense'}});
    for (let left = 3; left > 0; left--) expect((await ask()).statusCode).toBe(401);
    const answer = await ask();
    expect([answer.statusCode, answer.json()]).toEqual([
      429,
      {code: 'rate-limited', message: errorTable['rate-limited'][1]},
    ]);
    expect((await app.inject('/health')).statusCode).toBe(200);
  });
});

test('pages of configured origins may call, others may not', async () => {
  const {app} = await setUp({CORS_ORIGINS: 'https://meet.example.org'});
  const preflight = (origin: string) =>
    app.inject({
      url: '/v1/me/sip',
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });
  const good = await preflight('https://meet.example.org');
  expect(good.headers['access-control-allow-origin']).toBe('https://meet.example.org');
  expect(good.headers['access-control-allow-headers']).toContain('authorization');
  expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
});

describe('a JWKS instead of a shared secret', () => {
  let keys: {publicKey: CryptoKey; privateKey: CryptoKey};
  let server: Server;
  let url: string;
  beforeAll(async () => {
    keys = await generateKeyPair('ES256');
    const jwk = {...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256'};
    server = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({keys: [jwk]})),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  });
  afterAll(() => void server.close());

  const sign = (privateKey: CryptoKey) =>
    new SignJWT({})
      .setProtectedHeader({alg: 'ES256', kid: 'one'})
      .setAudience('sidetone')
      .setExpirationTime('1m')
      .sign(privateKey);
  const ask = async ({app}: TestGateway, token: string) =>
    (await app.inject({url: '/v1/rooms/nobody', headers: {authorization: `Bearer ${token}`}})).statusCode;

  test('its keys are accepted, and no others', async () => {
    const own = await setUp({JWT_SECRET: '', JWKS_URL: url});
    expect(await ask(own, await sign(keys.privateKey))).toBe(404);
    expect(await ask(own, await sign((await generateKeyPair('ES256')).privateKey))).toBe(401);
    expect(await ask(own, (await own.application()).slice(7))).toBe(401);
  });

  test('keys that cannot be fetched are no fault of the caller', async () => {
    const own = await setUp({JWT_SECRET: '', JWKS_URL: 'http://127.0.0.1:9/jwks'});
    expect(await ask(own, await sign(keys.privateKey))).toBe(503);
  });
});
