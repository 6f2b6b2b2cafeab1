import {once} from 'node:events';
import {createServer, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {Caller, startSipp, type SipMessage} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {asteriskPart} from '../asterisk/part.js';
import {callbacksPart} from '../callbacks/part.js';
import type {Database} from '../database/database.js';
import {callbacks, calls} from '../database/schema.js';
import type {PromptName} from '../ivr/prompts.js';
import type {RunningPart} from '../serve.js';
import {sipPart} from '../sip/part.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {
  asteriskSetting,
  createExchange,
  dialInNumber,
  routedTrunk,
  type Exchange,
} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {promptTone, writeTonePrompts} from '../testing/telephony/tone-prompts.js';

const timeout = 300_000;
const mapped = '+41446681840';
const asked = '+41446681841';
let exchange: Exchange;
let database: Database;
let gateway: TestGateway;
let bridge: FakeBridge;
let parts: RunningPart[];
let server: Server;
/** What the application was asked, and how it answers. */
let questions: {path: string; body: {headers: Record<string, string>; sdp?: string}}[];
let answer: (response: ServerResponse) => unknown;
const callers: Caller[] = [];

const isUp = async () => {
  const {rows} = (await database.queries.execute('select * from asterisk_leases')) as {rows: object[]};
  expect(rows).toHaveLength(1);
  const applications = await exchange.ours.ari.request<{name: string}[]>('GET', '/applications');
  expect(applications.map(({name}) => name)).toContain('sidetone');
};

beforeAll(async () => {
  exchange = await createExchange({trunk: 'routed'});
  await writeTonePrompts(exchange.prompts);
  database = await migratedPglite();
  server = createServer((request, response) => {
    void text(request).then((body) => {
      questions.push({path: request.url ?? '', body: JSON.parse(body) as (typeof questions)[number]['body']});
      answer(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}, timeout);
beforeEach(async () => {
  questions = [];
  answer = says({applicationId: 'my-app', channelId: 'my-awesome-channel', userId: '434'});
  await database.queries.execute(
    'truncate calls, legs, rooms, asterisk_leases, sip_invites, sip_inbound_mappings, callbacks cascade',
  );
  exchange.outside.sip.clear();
  await start();
}, timeout);
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
  await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 10_000);
  await end();
}, timeout);
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await exchange.stop();
  await database.close();
}, timeout);

async function start(settings: Record<string, string> = {}): Promise<void> {
  const application = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway = await createTestGateway(database, {
    ASTERISK: asteriskSetting(exchange),
    HEP_LISTEN: exchange.hep,
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
    ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
    SIP_INBOUND_WEBHOOK_URL: `${application}/inbound`,
    SIP_INBOUND_CANCEL_WEBHOOK_URL: `${application}/cancel`,
    SIP_WEBHOOK_TIMEOUT: '20 seconds',
    WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8',
    ...settings,
  });
  bridge = new FakeBridge();
  parts = [await sipPart.start(gateway.services), await asteriskPart({bridge}).start(gateway.services)];
  const sipUsername = `sip:${mapped}@127.0.0.1`;
  if (!(await gateway.services.routing.mappings.list()).length)
    await gateway.services.routing.mappings.add({sipUsername, channelId: 'shop'}, 'operator');
  await vi.waitFor(isUp, 10_000);
}

async function end(): Promise<void> {
  await Promise.all(parts.splice(0).map((part) => part.stop(AbortSignal.timeout(1000))));
  await gateway.close();
}

async function restart(settings: Record<string, string>): Promise<void> {
  await end();
  await start(settings);
}

async function call(number: string, variables?: Record<string, string>): Promise<Caller> {
  const caller = await Caller.call(exchange.outside, `PJSIP/${number}@sidetone`, variables);
  callers.push(caller);
  return caller;
}

/** The webhook thinks until the caller's ear is there: what they are told then is said once. */
async function callWhile(then: (response: ServerResponse) => unknown): Promise<Caller> {
  let thinking: ServerResponse | undefined;
  answer = (response) => void (thinking = response);
  const caller = await call(asked);
  await vi.waitFor(() => expect(thinking).toBeDefined(), 10_000);
  then(thinking!);
  return caller;
}

const says = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body));
const hears = (caller: Caller, prompt: PromptName) => caller.ears.hears(promptTone(prompt));
const row = async () => (await database.queries.select().from(calls))[0];
/** As the provider saw it. */
const onTheWire = (predicate: (message: SipMessage) => boolean) => exchange.outside.sip.waitFor(predicate);
const answeredWith = (status: number) =>
  onTheWire((message) => message.method === 'INVITE' && message.status === status);
const inRoom = (room: string) =>
  vi.waitFor(() => expect(bridge.joined.map((joined) => joined.room)).toEqual([room]), 10_000);

test('a To URI that is mapped leads into its channel, and nobody is asked', {timeout}, async () => {
  await call(mapped);
  await answeredWith(200);
  await inRoom('shop');
  expect(bridge.joined[0]).toMatchObject({name: 'Anna', phone: {trunkId: routedTrunk, trunkNumber: mapped}});
  expect(await row()).toMatchObject({trunk: routedTrunk, caller: '+41790000001', called: mapped});
  expect(await gateway.services.rooms.get('shop')).toMatchObject({name: 'shop'});
  expect(questions).toEqual([]);
});

test(
  "the webhook gets the provider's INVITE as it was sent, and says where it leads",
  {timeout},
  async () => {
    await call(asked, {'PJSIP_HEADER(add,X-Ticket)': 'R "2" <D2>; x=1'});
    await inRoom('my-awesome-channel');
    const invite = await onTheWire(({method, status}) => method === 'INVITE' && !status);
    expect(questions).toEqual([
      {
        path: '/inbound',
        body: {headers: Object.fromEntries(invite.headers), sdp: invite.body},
      },
    ]);
    expect(questions[0]?.body.headers).toMatchObject({
      To: `<sip:${asked}@127.0.0.1>`,
      'X-Ticket': 'R "2" <D2>; x=1',
    });
    expect(questions[0]?.body.sdp).toMatch(/^v=0\r\n[^]*m=audio \d+ RTP\/AVP/);
    await vi.waitFor(
      async () =>
        expect(await row()).toMatchObject({
          trunk: routedTrunk,
          called: asked,
          owner: '434',
          room: 'my-awesome-channel',
        }),
      10_000,
    );
    const shown = await gateway.app.inject({
      url: '/v1/rooms/my-awesome-channel/calls',
      headers: {authorization: await gateway.application()},
    });
    expect(shown.json()).toMatchObject({calls: [{owner: '434', applicationId: 'my-app'}]});
  },
);

test('what neither a mapping nor the webhook knows: the caller hears that, then 404', {timeout}, async () => {
  const caller = await callWhile((response) => response.writeHead(404).end());
  await hears(caller, 'unknown-number');
  await answeredWith(404);
  expect(bridge.joined).toEqual([]);
  expect(await row()).toMatchObject({status: 'rejected', code: 404});
});

test('a webhook that fails: the caller hears that something went wrong, then 503', {timeout}, async () => {
  const caller = await callWhile((response) =>
    response.writeHead(302, {location: 'http://127.0.0.1/'}).end(),
  );
  await hears(caller, 'failed');
  await answeredWith(503);
  expect(bridge.joined).toEqual([]);
});

test('a caller who gives up while the webhook thinks: the application is told once', {timeout}, async () => {
  let thinking: ServerResponse | undefined;
  answer = (response) => void (thinking = response);
  const caller = await call(asked, {'PJSIP_HEADER(add,X-Ticket)': 'R2'});
  await answeredWith(180);
  await vi.waitFor(() => expect(questions).toHaveLength(1), 10_000);
  await caller.hangUp();
  await answeredWith(487);
  await vi.waitFor(async () => expect(await row()).toMatchObject({cause: 'cancelled'}), 10_000);
  // Too late.
  says({applicationId: 'my-app', channelId: 'my-awesome-channel'})(thinking!);
  answer = (response) => response.writeHead(204).end();
  await end();
  await start();
  parts.push(await callbacksPart.start(gateway.services));
  await vi.waitFor(async () => expect(await database.queries.select().from(callbacks)).toEqual([]), 10_000);
  const notices = questions.filter(({path}) => path === '/cancel').map(({body}) => body);
  expect(notices).toEqual([{headers: questions[0]?.body.headers}]);
  expect(bridge.joined).toEqual([]);
});

test("the IVR's number asks for a PIN, with the trunk's id", {timeout}, async () => {
  const caller = await call(dialInNumber);
  await hears(caller, 'pin');
  expect(await row()).toMatchObject({trunk: routedTrunk, called: dialInNumber});
  expect(questions).toEqual([]);
});

test('without reports of SIP the headers are there, the body is not', {timeout}, async () => {
  // Nothing is at the address to which Asterisk reports.
  await restart({HEP_LISTEN: ''});
  await call(asked, {'PJSIP_HEADER(add,X-Ticket)': 'R2'});
  await inRoom('my-awesome-channel');
  const invite = await onTheWire(({method, status}) => method === 'INVITE' && !status);
  const {headers, sdp} = questions[0]!.body;
  expect(sdp).toBe('');
  for (const name of ['From', 'To', 'Call-ID', 'X-Ticket']) expect(headers[name]).toBe(invite.header(name));
});

test('nobody is there to ask: the caller hears that something went wrong, then 503', {timeout}, async () => {
  await end();
  const caller = await call(asked);
  await hears(caller, 'failed');
  await answeredWith(503);
  await start();
});

test('a call without an offer gets one, and is in its room', {timeout}, async () => {
  const sipp = await startSipp({
    folder: join(exchange.folder, 'sipp'),
    target: `127.0.0.1:${exchange.ports.ours}`,
    number: mapped,
    scenario: withoutOffer,
  });
  await inRoom('shop');
  await sipp.done();
  await vi.waitFor(async () => expect(await row()).toMatchObject({status: 'cleared', room: 'shop'}), 10_000);
});

const head = (
  method: string,
  sequence: number,
  to: string,
) => `${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "Anna" <sip:+41790000001@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]>${to}
Call-ID: [call_id]
CSeq: ${sequence} ${method}
Contact: <sip:anna@[local_ip]:[local_port]>
Max-Forwards: 70`;

/** RFC 3261 13.2.1: the offer is in the response, the answer in the ACK. */
const withoutOffer = `<?xml version="1.0"?>
<scenario name="no offer">
  <send retrans="500"><![CDATA[
${head('INVITE', 1, '')}
Content-Length: 0

]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="183" optional="true"/>
  <recv response="200"><action>
    <ereg regexp="m=audio [0-9]+ RTP/AVP .*0" search_in="body" check_it="true" assign_to="offer"/>
    <log message="[$offer]"/>
  </action></recv>
  <send><![CDATA[
${head('ACK', 1, '[peer_tag_param]')}
Content-Type: application/sdp
Content-Length: [len]

v=0
o=anna 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <pause milliseconds="1000"/>
  <send retrans="500"><![CDATA[
${head('BYE', 2, '[peer_tag_param]')}
Content-Length: 0

]]></send>
  <recv response="200"/>
</scenario>
`;
