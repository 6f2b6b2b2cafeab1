import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createSocketServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {Type} from '@fastify/type-provider-typebox';
import {Webhook} from 'standardwebhooks';
import {afterEach, describe, expect, test} from 'vitest';
import {Addresses, readRange} from './addresses.js';
import {WebhookClient} from './client.js';
import {isSecret, newSecret, signed} from './signature.js';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

const serve = async (listener: RequestListener) => `http://127.0.0.1:${await listen(createServer(listener))}`;
const serveSocket = async (onSocket: (socket: Socket) => void) =>
  `http://127.0.0.1:${await listen(createSocketServer((socket) => onSocket(socket.on('error', () => undefined))))}`;

function client(options: {timeout?: number; limit?: number; addresses?: Addresses} = {}): WebhookClient {
  const addresses = new Addresses([readRange('127.0.0.0/8')!]);
  const made = new WebhookClient({addresses, timeout: 20_000, limit: 1000, ...options});
  closers.push(() => made.close());
  return made;
}

const Answer = Type.Object({sipTrunkId: Type.String({minLength: 1})});
const ask = (url: string, options?: Parameters<typeof client>[0]) =>
  client(options).ask(url, Answer, {body: '{}'});

test('an answer in the shape that was asked for', async () => {
  const url = await serve((_request, response) => response.end('{"sipTrunkId":"one","more":1}'));
  expect(await ask(url)).toEqual({ok: true, status: 200, value: {sipTrunkId: 'one', more: 1}});
});

describe('what is no such answer', () => {
  test.each([
    ['no JSON', '<html>', 'it is no JSON'],
    ['another shape', '{"sipTrunkId":7}', '/sipTrunkId must be string'],
    ['a list', '[]', 'must be object'],
    ['nothing', '', 'it is no JSON'],
  ])('%s', async (_, body, detail) => {
    const url = await serve((_request, response) => response.end(body));
    expect(await ask(url)).toMatchObject({
      ok: false,
      why: 'wrong',
      detail: expect.stringContaining(detail) as unknown,
    });
  });

  test('an HTTP status that says no, whatever the body', async () => {
    const url = await serve((_request, response) => response.writeHead(500).end('{"sipTrunkId":"one"}'));
    expect(await ask(url)).toMatchObject({ok: false, why: 'refused', status: 500});
  });

  test('what speaks no HTTP', async () => {
    const url = await serveSocket((socket) =>
      socket.once('data', () => socket.write('220 mail.example.org ESMTP\r\n')),
    );
    expect(await ask(url)).toMatchObject({ok: false, why: 'wrong'});
  });
});

test('a redirect is not followed', async () => {
  const visited: string[] = [];
  const url = await serve((request, response) => {
    visited.push(request.url ?? '');
    response.writeHead(302, {location: '/elsewhere'}).end();
  });
  expect(await ask(url)).toMatchObject({ok: false, why: 'redirected', status: 302});
  expect(visited).toEqual(['/']);
});

describe('servers that mean harm', () => {
  test('an answer without end is broken off', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serve((_request, response) => {
      closed = once(response, 'close');
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(500)));
      };
      response.on('drain', more);
      more();
    });
    expect(await ask(url)).toMatchObject({ok: false, why: 'too-large', status: 200});
    await closed;
  });

  test('headers without end', async () => {
    const url = await serveSocket((socket) =>
      socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`)),
    );
    expect(await ask(url)).toMatchObject({ok: false, why: 'too-large'});
  });

  test.each([
    ['takes the connection and says nothing', () => undefined],
    [
      'never ends its answer',
      (socket: Socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
    ],
  ])('one that %s is slow', async (_, behave) => {
    const url = await serveSocket((socket) => socket.once('data', () => behave(socket)));
    expect(await ask(url, {timeout: 300})).toMatchObject({ok: false, why: 'slow'});
  });
});

test('nobody there, and a connection that breaks, is down', async () => {
  const url = await serveSocket((socket) => socket.once('data', () => socket.destroy()));
  expect(await ask(url)).toMatchObject({ok: false, why: 'down'});
  await Promise.all(closers.splice(0).map((close) => close()));
  expect(await ask(url)).toMatchObject({ok: false, why: 'down', detail: 'ECONNREFUSED'});
});

describe('private addresses', () => {
  const none = new Addresses([]);
  const reached: string[] = [];
  const target = () =>
    serve((request, response) => {
      reached.push(request.url ?? '');
      response.end('{}');
    });

  test.each(['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    '%s is refused, and hears nothing',
    async (host) => {
      const url = (await target()).replace('127.0.0.1', host);
      expect(await ask(url, {addresses: none})).toMatchObject({ok: false, why: 'forbidden'});
      expect(reached).toEqual([]);
    },
  );

  test.each([
    ...['10.1.2.3', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.1.2.3', '224.0.0.1'],
    ...[
      '255.255.255.255',
      '192.0.2.1',
      '::',
      'fe80::1',
      'fd00::1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'ff02::1',
    ],
    'no address',
  ])('%s is not public', (address) => expect(none.permits(address)).toBe(false));

  test.each(['8.8.8.8', '2606:4700::1111'])('%s is public', (address) =>
    expect(none.permits(address)).toBe(true),
  );

  test('a setting allows them, by range or one by one', () => {
    const some = new Addresses([readRange('10.0.0.0/8')!, readRange('fd00::1')!]);
    expect(some.permits('10.255.0.1')).toBe(true);
    expect(some.permits('::ffff:10.0.0.1')).toBe(true);
    expect(some.permits('fd00::1')).toBe(true);
    expect(some.permits('fd00::2')).toBe(false);
    expect(some.permits('11.0.0.1')).toBe(true);
    expect(some.permits('192.168.0.1')).toBe(false);
    expect(readRange('ten')).toBeUndefined();
  });

  test('the connection goes to the address that was looked at, whatever the name says next', async () => {
    const port = new URL(await target()).port;
    const answers = ['127.0.0.1', '127.0.0.2'];
    let asked = 0;
    const addresses = new Addresses([readRange('127.0.0.1')!], (_host, done) =>
      done(null, [{address: answers[asked++] ?? '127.0.0.2', family: 4}]),
    );
    const made = client({addresses});
    expect(await made.post(`http://rebinding.example:${port}/first`, {body: ''})).toMatchObject({ok: true});
    expect(asked).toBe(1);
    const other = client({addresses});
    expect(await other.post(`http://rebinding.example:${port}/second`, {body: ''})).toMatchObject({
      ok: false,
      why: 'forbidden',
    });
    expect(reached).toEqual(['/first']);
  });
});

test('receivers check the signature with any library of Standard Webhooks', () => {
  const secret = newSecret();
  const [id, body, now] = ['m1', '{"a":1}', Date.now()];
  const headers = signed({id, body, now}, secret);
  expect(new Webhook(secret).verify(body, headers)).toEqual({a: 1});
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  expect(() => new Webhook(secret).verify('{"a":2}', headers)).toThrow();
  expect(isSecret(secret)).toBe(true);
  expect(isSecret('whsec_c2hvcnQ=')).toBe(false);
});
