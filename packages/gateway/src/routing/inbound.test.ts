import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {parseSip} from '@sidetone/sip';
import {Webhook} from 'standardwebhooks';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import type {Database, Queries} from '../database/database.js';
import {callbackEndpoints, callbacks, calls, sipInvites} from '../database/schema.js';
import {pour} from '../testing/callback-receiver.js';
import {migratedPglite, onEachDatabase} from '../testing/databases.js';
import {createLogger} from '../log/logger.js';
import {createMetrics} from '../metrics.js';
import {Vault} from '../secrets/vault.js';
import {readSettings} from '../settings/settings.js';
import {testSettings} from '../testing/services.js';
import {newSecret} from '../webhooks/signature.js';
import type {Arrival} from './inbound-route.js';
import {CallbackQueue} from '../callbacks/queue.js';
import {CancelWebhook} from './cancel.js';
import {createRouting} from './routing.js';

const sdp =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
const invite = ({to = 'sip:+41446681830@example.org', more = ''} = {}) => {
  const text = [
    'INVITE sip:one@127.0.0.1 SIP/2.0',
    'Via: SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK1',
    'From: "Frozen Mountain" <sip:frozenmountain@10.0.0.0:5060>;tag=1',
    `To: <${to}>`,
    'Call-ID: call(1)@10.0.0.0',
    'CSeq: 2 INVITE',
    ...(more && [more]),
    'Content-Type: application/sdp',
    '',
    sdp,
  ].join('\r\n');
  return {...parseSip(text)!, source: '', destination: '', time: 0};
};
const arrival: Arrival = {
  callId: 'call',
  asteriskId: 'one',
  channelId: '1700000000.1',
  trunk: 'acme',
  called: 'one',
  caller: '+41791234567',
  sipCallId: 'call1@10.0.0.0',
};
const never = new AbortController().signal;
const refused = (code: 404 | 503) => ({
  kind: 'refused',
  code,
  prompt: code === 404 ? 'unknown-number' : 'failed',
});

interface Asked {
  headers: IncomingHttpHeaders;
  body: string;
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(answer: (response: ServerResponse) => unknown): Promise<{url: string; asked: Asked[]}> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({headers: request.headers, body});
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/inbound`, asked};
}

function start(queries: Queries, settings: Record<string, string> = {}) {
  const own = {ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH', WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8'};
  const metrics = createMetrics();
  let log = '';
  const routing = createRouting({
    settings: readSettings({env: {...testSettings, ...own, ...settings}}),
    queries,
    metrics,
    log: createLogger('trace', {write: (line) => void (log += line)}),
    clock: Date.now,
  });
  const counted = async () =>
    Object.fromEntries(
      (await metrics.inboundRoutes.get()).values.map(({labels, value}) => [labels.outcome, value]),
    );
  return {...routing, counted, logged: () => log};
}

/** The call, which rings until somebody has said where it leads. */
const ring = async (queries: Queries) =>
  void (await queries.insert(calls).values({
    id: arrival.callId,
    asteriskId: arrival.asteriskId,
    direction: 'inbound',
    status: 'accepted',
    ivr: {place: 'routing'},
  }));

const says = (answer: unknown) => (response: ServerResponse) => response.end(JSON.stringify(answer));
const webhook = {applicationId: 'my-app', channelId: 'my-awesome-channel', userId: '434'};

onEachDatabase((database) => {
  beforeEach(() => ring(database().queries));
  const begin = (settings?: Record<string, string>) => start(database().queries, settings);

  test('a mapping is first, an IVR number before it, and nobody is asked then', async () => {
    const {url, asked} = await serve(says(webhook));
    const {mappings, invites, inbound, counted} = begin({SIP_INBOUND_WEBHOOK_URL: url});
    await mappings.add({sipUsername: 'sip:+41446681830@example.org', channelId: 'shop'}, 'operator');
    await invites.keep(invite({to: 'sip:0446681830@example.org'}), 'one');
    expect(await inbound.route(arrival, never)).toEqual({kind: 'room', room: 'shop'});
    await invites.keep(invite({to: 'sip:0446681800@example.org'}), 'one');
    expect(await inbound.route(arrival, never)).toEqual({kind: 'ivr', number: '+41446681800'});
    expect(asked).toEqual([]);
    expect(await counted()).toEqual({mapping: 1, ivr: 1});
  });

  test('without a webhook, what is not mapped is unknown', async () => {
    const {invites, inbound, counted} = begin();
    await invites.keep(invite(), 'one');
    expect(await inbound.route(arrival, never)).toEqual(refused(404));
    expect(await counted()).toEqual({unknown: 1});
  });

  test("the webhook gets the INVITE's headers and body, signed, and what it says counts", async () => {
    const {url, asked} = await serve(says(webhook));
    const secret = newSecret();
    const {invites, inbound} = begin({SIP_INBOUND_WEBHOOK_URL: url, SIP_WEBHOOK_SECRET: secret});
    await invites.keep(
      invite({more: 'Authorization: Digest response="0123"\r\nX-Own: 1\r\nX-Own: 2'}),
      'one',
    );
    expect(await inbound.route(arrival, never)).toEqual({
      kind: 'room',
      room: 'my-awesome-channel',
      application: 'my-app',
      user: '434',
    });
    expect(JSON.parse(asked[0]!.body)).toEqual({
      headers: {
        Via: 'SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bK1',
        From: '"Frozen Mountain" <sip:frozenmountain@10.0.0.0:5060>;tag=1',
        To: '<sip:+41446681830@example.org>',
        'Call-ID': 'call(1)@10.0.0.0',
        CSeq: '2 INVITE',
        'X-Own': '1, 2',
        'Content-Type': 'application/sdp',
      },
      sdp,
    });
    const proof = asked[0]!.headers as Record<string, string>;
    expect(new Webhook(secret).verify(asked[0]!.body, proof)).toBeTruthy();
    expect(proof['content-type']).toBe('application/json');
    // The next gateway asks again, and the application can tell that it is the same call.
    await inbound.route(arrival, never);
    expect(asked[1]?.headers['webhook-id']).toBe(proof['webhook-id']);
  });

  test.each([{}, {userId: null}])('without a user it is the From URI: %j', async (user) => {
    const {url} = await serve(says({applicationId: 'my-app', channelId: 'shop', ...user}));
    const {invites, inbound} = begin({SIP_INBOUND_WEBHOOK_URL: url});
    await invites.keep(invite(), 'one');
    expect(await inbound.route(arrival, never)).toMatchObject({user: 'sip:frozenmountain@10.0.0.0'});
  });

  test('an INVITE that is reported after its call is waited for', async () => {
    const {url, asked} = await serve(says(webhook));
    const {invites, inbound} = begin({SIP_INBOUND_WEBHOOK_URL: url, HEP_LISTEN: '9060'});
    const route = inbound.route(arrival, never);
    await invites.keep(invite(), 'one');
    expect(await route).toMatchObject({kind: 'room'});
    expect(JSON.parse(asked[0]!.body)).toMatchObject({sdp});
  });

  describe('INVITEs', () => {
    const rows = () => database().queries.select().from(sipInvites);

    test('that begin a call are kept, without digests and keys, the last of a Call-ID', async () => {
      const {invites} = begin();
      const {headers, ...first} = invite();
      const again = {...first, headers: [...headers, ['Authorization', 'Digest response="0123"'] as const]};
      await invites.keep({...first, headers, body: ''}, 'one');
      await invites.keep(
        {...again, body: `${sdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNf\r\n\0`},
        'one',
      );
      expect(await rows()).toMatchObject([
        {callId: arrival.sipCallId, sdp: `${sdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 [removed]\r\n�`},
      ]);
      expect(JSON.stringify(await rows())).not.toMatch(/0123|WVNf/);
    });

    test.each([
      ['a re-INVITE', 'To: <sip:a@example.org>;tag=2'],
      ["a browser's", 'Via: SIP/2.0/WSS 192.0.2.1;branch=z9hG4bK1'],
    ])('%s is not', async (_, line) => {
      const {invites} = begin();
      const text = `INVITE sip:a@example.org SIP/2.0\r\n${line}\r\nCall-ID: one\r\n\r\n`;
      const reInvite = {...parseSip(text)!, source: '', destination: '', time: 0};
      await invites.keep(reInvite, 'one');
      await invites.keep({...invite(), status: 200}, 'one');
      await invites.keep({...invite(), method: 'ACK'}, 'one');
      expect(await rows()).toEqual([]);
    });

    const old = () =>
      database()
        .queries.update(sipInvites)
        .set({at: new Date(Date.now() - 61_000)});

    test('are forgotten after a minute, those of calls that still ring later', async () => {
      const {invites} = begin();
      await invites.keep(invite(), 'one');
      await invites.forget();
      expect(await rows()).toHaveLength(1);
      await old();
      expect(await invites.asking(arrival, {headers: {}, sdp: ''})).toBe(true);
      await invites.forget();
      expect(await rows()).toHaveLength(1);
      await database()
        .queries.update(calls)
        .set({ivr: {place: 'room'}});
      await invites.forget();
      expect(await rows()).toEqual([]);
    });
  });

  describe('a caller who gives up', () => {
    const url = 'http://app.example.org/cancel';
    const giveUp = (settings: Record<string, string> = {SIP_INBOUND_CANCEL_WEBHOOK_URL: url}) =>
      database().queries.transaction(async (transaction) => {
        await transaction.update(calls).set({endedAt: new Date()});
        const vault = new Vault([new Uint8Array(32)]);
        const options = {
          settings: readSettings({env: {...testSettings, ...settings}}),
          vault,
          callbacks: new CallbackQueue({queries: database().queries, life: 60_000}),
        };
        await new CancelWebhook(options).givenUp(transaction, arrival);
      });
    const waiting = () => database().queries.select().from(callbacks);
    const askAbout = async () => {
      const {invites, inbound} = begin({SIP_INBOUND_WEBHOOK_URL: (await serve(says(webhook))).url});
      await invites.keep(invite(), 'one');
      await inbound.route(arrival, never);
    };

    test('is told of once', async () => {
      await askAbout();
      await giveUp();
      await giveUp();
      const [notice, ...more] = await waiting();
      expect(more).toEqual([]);
      expect(notice).toMatchObject({lane: arrival.callId, state: 'waiting'});
      expect(JSON.parse(notice?.body ?? '')).toEqual({
        headers: expect.objectContaining({To: '<sip:+41446681830@example.org>'}) as unknown,
      });
      expect(await database().queries.select().from(callbackEndpoints)).toMatchObject([{url}]);
    });

    test('is not, when nobody was asked, and when nobody wants to know', async () => {
      await begin().invites.keep(invite(), 'one');
      await giveUp();
      await database().queries.update(calls).set({endedAt: null});
      await askAbout();
      await giveUp({});
      expect(await waiting()).toEqual([]);
    });

    test('before somebody was asked is not asked about', async () => {
      const {url, asked} = await serve(says(webhook));
      const {invites, inbound, counted} = begin({SIP_INBOUND_WEBHOOK_URL: url});
      await invites.keep(invite(), 'one');
      await giveUp();
      expect(await inbound.route(arrival, never)).toMatchObject({kind: 'refused'});
      expect(asked).toEqual([]);
      expect(await counted()).toEqual({'given-up': 1});
    });
  });
});

describe('a webhook that', () => {
  let database: Database;
  beforeAll(async () => {
    database = await migratedPglite();
    await ring(database.queries);
  });
  afterAll(() => database.close());

  const cases: [string, string, (response: ServerResponse) => unknown, Record<string, string>?][] = [
    ['is slow', 'slow', () => undefined, {SIP_WEBHOOK_TIMEOUT: '300 ms'}],
    ['is down', 'down', (response) => response.destroy()],
    ['fails', 'refused', (response) => response.writeHead(500).end(JSON.stringify(webhook))],
    ['redirects', 'redirected', (response) => response.writeHead(307, {location: '/'}).end()],
    ['is at a private address', 'forbidden', says(webhook), {WEBHOOK_PRIVATE_ADDRESSES: ''}],
    ['answers too much', 'too-large', says({...webhook, more: 'x'.repeat(100_000)})],
    ['never comes to an end', 'too-large', pour],
    ['speaks no JSON', 'wrong', (response) => response.end('<html>')],
    ['names no application', 'wrong', says({channelId: 'shop'})],
    ['names no channel', 'wrong', says({applicationId: 'my-app', channelId: ''})],
    ['names a channel that can be none', 'wrong', says({...webhook, channelId: '../../etc\n'})],
    ['names a user that can be none', 'wrong', says({...webhook, userId: {id: 1}})],
  ];
  test.each(cases)('%s leads nowhere: %s', async (_, why, behave, settings = {}) => {
    const {url} = await serve(behave);
    const {inbound, invites, counted, logged} = start(database.queries, {
      SIP_INBOUND_WEBHOOK_URL: url,
      ...settings,
    });
    await invites.keep(invite(), 'one');
    expect(await inbound.route(arrival, never)).toEqual(refused(503));
    expect(await counted()).toEqual({[`webhook-${why}`]: 1});
    expect(logged()).toContain(`"why":"${why}"`);
    expect(logged()).not.toContain('41446681830');
  });

  test('says 404 knows no such number', async () => {
    const {url} = await serve((response) => response.writeHead(404).end());
    const {inbound, invites, counted} = start(database.queries, {SIP_INBOUND_WEBHOOK_URL: url});
    await invites.keep(invite(), 'one');
    expect(await inbound.route(arrival, never)).toEqual(refused(404));
    expect(await counted()).toEqual({unknown: 1});
  });
});
