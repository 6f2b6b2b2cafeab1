import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Counter, Registry} from 'prom-client';
import {afterEach, expect, test} from 'vitest';
import {pour} from '../testing/callback-receiver.js';
import {Addresses, readRange} from '../webhooks/addresses.js';
import {WebhookClient} from '../webhooks/client.js';
import {OutboundWebhook} from './outbound-webhook.js';
import type {Trunk} from './trunk.js';

let application: Server | undefined;
let client: WebhookClient | undefined;
afterEach(async () => {
  application?.closeAllConnections();
  application?.close();
  await client?.close();
});

const trunk = (id: string): Trunk => ({
  id,
  domain: 'provider.example',
  transport: 'udp',
  port: 5060,
  register: false,
  canTerminate: true,
  username: id,
  authorizationId: '',
  position: 0,
  revision: 1,
});
const loopback = [readRange('127.0.0.0/8')!];

/** Which of two trunks an application names, what is said of it, and what is counted. */
async function ask(listener: RequestListener, {timeout = 20_000, ranges = loopback} = {}) {
  application = createServer(listener);
  application.listen(0, '127.0.0.1');
  await once(application, 'listening');
  const url = `http://127.0.0.1:${(application.address() as AddressInfo).port}/`;
  client = new WebhookClient({addresses: new Addresses(ranges), timeout});
  const outcomes = new Counter({
    name: 'outcomes',
    help: 'outcomes',
    labelNames: ['outcome'],
    registers: [new Registry()],
  });
  const webhook = new OutboundWebhook({url, client, outcomes, clock: Date.now});
  const request = {number: '+41446681899', room: 'shop', client: {id: 'c1'}, tried: []};
  const {trunk: named, why} = await webhook.choose([trunk('first'), trunk('second')], request);
  const counted = (await outcomes.get()).values.map(({labels, value}) => [labels.outcome, value]);
  return {named: named?.id, why, counted};
}

const names: RequestListener = (_, response) => response.end('{"sipTrunkId":"second"}');

test('it names one', async () => {
  expect(await ask(names)).toEqual({named: 'second', why: undefined, counted: [['named', 1]]});
});

test.each<[string, RequestListener, string, Parameters<typeof ask>[1]?]>([
  [
    'names a trunk that is not on offer',
    (_, response) => response.end('{"sipTrunkId":"x"}'),
    'unknown-trunk',
  ],
  ['speaks no JSON', (_, response) => response.end('<html>'), 'wrong'],
  ['says something else', (_, response) => response.end('{"trunk":"second"}'), 'wrong'],
  ['refuses', (_, response) => response.writeHead(500).end('{"sipTrunkId":"second"}'), 'refused'],
  ['redirects', (_, response) => response.writeHead(302, {location: '/'}).end(), 'redirected'],
  ['is slow', () => undefined, 'slow', {timeout: 200}],
  ['hangs up', (incoming) => incoming.socket.destroy(), 'down'],
  ['is at a private address', names, 'forbidden', {ranges: []}],
  ['never comes to an end', (_, response) => pour(response), 'too-large'],
])('an application that %s', async (_, listener, outcome, options) => {
  expect(await ask(listener, options)).toEqual({
    named: undefined,
    why: expect.any(String) as unknown,
    counted: [[outcome, 1]],
  });
});
