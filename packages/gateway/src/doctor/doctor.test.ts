import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, expect, test} from 'vitest';
import {WebSocketServer} from 'ws';
import {openDatabase} from '../database/database.js';
import {createServices} from '../services.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {examine} from './doctor.js';
import {examineHttpClock} from './clock.js';
import {examineWebSocket} from './web-socket.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** An HTTP server on a free port. */
async function listen(server = createServer((_, response) => response.end())): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a database without tables, or with those of an earlier version, is told from one that is up to date', async () => {
  const database = await openDatabase();
  closers.push(() => database.close());
  const services = await createServices(
    readSettings({env: {...testSettings, LOG_LEVEL: 'silent', ASTERISK: ''}}),
    {
      database,
    },
  );
  const schema = async () => (await examine(services)).find(({subject}) => subject === 'Database: schema');
  expect(await schema()).toMatchObject({
    state: 'bad',
    says: 'It has no tables yet.',
    remedy: expect.stringContaining('sidetone-gateway migrate') as unknown,
  });
  await database.migrate();
  expect(await schema()).toMatchObject({state: 'good'});
  const last = 'select max(created_at) from drizzle.__drizzle_migrations';
  await database.queries.execute(`delete from drizzle.__drizzle_migrations where created_at = (${last})`);
  expect(await schema()).toMatchObject({
    state: 'bad',
    says: expect.stringMatching(/^1 of its \d+ migrations/),
  });
});

test('a WebSocket that speaks no SIP is none for phones', async () => {
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => (offered.has('chat') ? 'chat' : false),
  });
  closers.push(() => sockets.close());
  const url = `ws://${await listen(http)}/ws`;
  expect(await examineWebSocket('one', url)).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('no SIP'),
  });
});

test('what answers HTTP alone is no WebSocket', async () => {
  const url = `ws://${await listen()}/ws`;
  expect(await examineWebSocket('one', url)).toMatchObject({
    state: 'bad',
    says: expect.stringContaining('200'),
  });
});

test('a clock that is off is named with how far', async () => {
  const late = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() - 60_000).toUTCString());
    response.end();
  });
  const url = `http://${await listen(late)}/`;
  expect(await examineHttpClock('LiveKit: clock', url)).toMatchObject({
    state: 'doubtful',
    says: expect.stringMatching(/^It is (59|6\d) s away/),
  });
  expect(await examineHttpClock('LiveKit: clock', `http://${await listen()}/`)).toMatchObject({
    state: 'good',
  });
});
