import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {Database} from '../database/database.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

const page = 'https://meet.example.org';
const evil = 'https://evil.example';
let database: Database;
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  database = await migratedPglite();
  gateway = await createTestGateway(database, {CORS_ORIGINS: page});
  await gateway.services.mappings.add(
    {userId: '434', sipUser: 'alice', sipPassword: 'wonderland', sipHost: 'sip.example.org'},
    'operator',
  );
}, 60_000);
beforeEach(async () => {
  token = await gateway.browser('434');
});
afterAll(async () => {
  await gateway.close();
  await database.close();
});

type Headers = Record<string, string>;
const exchange = (headers: Headers) =>
  gateway.app.inject({
    method: 'POST',
    url: '/v1/sessions/cookie',
    headers: {host: 'gateway.example.org', ...headers},
  });
const sip = (headers: Headers) => gateway.app.inject({url: '/v1/me/sip', headers});
const cookie = async (): Promise<string> => {
  const [made] = (await exchange({authorization: token, origin: page})).cookies;
  return `${made?.name}=${made?.value}`;
};

test('a token becomes a cookie that no script reads, which lets its user in until the token expires', async () => {
  const answer = await exchange({authorization: token, origin: page});
  expect(answer.statusCode).toBe(204);
  expect(answer.cookies).toEqual([
    expect.objectContaining({
      name: 'sidetone_session',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
      path: '/',
    }),
  ]);
  expect(answer.cookies[0]?.expires?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  const answered = await sip({cookie: await cookie(), origin: page});
  expect(answered.json()).toMatchObject({aor: 'sip:alice@sip.example.org'});
  expect(answered.headers['access-control-allow-credentials']).toBe('true');
  expect(gateway.logged()).not.toContain(token.slice('Bearer '.length));
});

test('the cookie counts for pages of configured origins only', async () => {
  const refused = await sip({cookie: await cookie(), origin: evil});
  expect(refused.statusCode).toBe(403);
  expect(refused.json()).toMatchObject({code: 'origin-refused'});
  expect(refused.headers['access-control-allow-credentials']).toBeUndefined();
});

test('what changes something needs an origin, and the right one', async () => {
  const out = (headers: Headers) =>
    gateway.app.inject({method: 'DELETE', url: '/v1/sessions/cookie', headers});
  for (const headers of [{}, {origin: evil}, {origin: 'null'}] as Headers[]) {
    expect((await exchange({authorization: token, ...headers})).statusCode).toBe(403);
    expect((await exchange({cookie: await cookie(), ...headers})).statusCode).toBe(403);
    expect((await out({cookie: await cookie(), ...headers})).statusCode).toBe(403);
  }
  const [left] = (await out({cookie: await cookie(), origin: page})).cookies;
  expect(left).toMatchObject({name: 'sidetone_session', value: ''});
});

test('an application’s token in the cookie is nobody’s session', async () => {
  const application = (await gateway.application()).slice('Bearer '.length);
  const answer = await sip({cookie: `sidetone_session=${application}`, origin: page});
  expect(answer.json()).toMatchObject({code: 'token-invalid'});
});

test('any origin may call with a token where "*" is set, none with a cookie', async () => {
  const open = await createTestGateway(database, {CORS_ORIGINS: '*'});
  const ask = (headers: Headers) => open.app.inject({url: '/v1/me/sip', headers: {...headers, origin: evil}});
  const withToken = await ask({authorization: token});
  expect(withToken.statusCode).toBe(200);
  expect(['*', evil]).toContain(withToken.headers['access-control-allow-origin']);
  expect(withToken.headers['access-control-allow-credentials']).toBeUndefined();
  expect((await ask({cookie: await cookie()})).statusCode).toBe(403);
  await open.close();
});
