import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createStack, freeUdpPort, type Stack} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {asteriskConfiguration} from '../asterisk/config/configuration.js';
import {asteriskPart} from '../asterisk/part.js';
import type {CallEntry} from '../calls/call-entry.js';
import {departuresPart} from '../calls/part.js';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {EventReader} from '../testing/event-source.js';
import {livekitWebhook} from '../testing/livekit.js';
import {FakeNextcloud, participant, talkRequest} from '../testing/nextcloud.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, testSecrets, type TestGateway} from '../testing/services.js';
import {createFarSide, farSide, farSideTrunk} from '../testing/telephony/far-side.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {nextcloudPart} from './part.js';

const timeout = 300_000;
const ari = {user: 'gateway', password: 'the password of the gateway'};
const phone = {attendeeId: 7, actorType: 'phones', actorId: 'a phone of Talk'};
const anna = {attendeeId: 8, actorType: 'users', actorId: 'anna'};
let folder: string;
let ours: Stack;
let outside: Stack;
let database: Database;
let nextcloud: FakeNextcloud;
let livekit: Server;
/** Who is in LiveKit's rooms. */
let present: string[];
let gateway: TestGateway;
let bridge: FakeBridge;
let parts: RunningPart[];
let url: string;
const readers: EventReader<CallEntry>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-nextcloud-'));
  const port = await freeUdpPort();
  const {files, modules} = asteriskConfiguration({
    id: 'one',
    ari,
    gateway: 'http://127.0.0.1:9',
    realtimeSecret: testSecrets.realtime,
    numbers: ['+41446681800'],
    country: 'CH',
    credentialLife: 3_600_000,
    prompts: join(folder, 'prompts'),
    language: 'en',
    ignoreContact: false,
    trace: false,
    bind: {udp: `127.0.0.1:${await freeUdpPort()}`},
  });
  [ours, outside] = await Promise.all([
    createStack({
      folder,
      name: 'ours',
      asteriskModules: modules,
      asteriskConfiguration: {...files, 'pjsip.conf': `${files['pjsip.conf']}\n${farSideTrunk(port)}`},
    }),
    createFarSide(folder, port),
  ]);
  database = await migratedPglite();
  livekit = createServer((request, response) => {
    request.resume();
    const participants = present.map((identity) => ({identity}));
    response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify({participants}));
  });
  livekit.listen(0, '127.0.0.1');
  await once(livekit, 'listening');
}, timeout);
beforeEach(async () => {
  await database.queries.execute('truncate calls, legs, rooms, asterisk_leases, nextcloud_calls cascade');
  outside.sip.clear();
  outside.ari.clear();
  present = [];
  nextcloud = await FakeNextcloud.start();
  gateway = await createTestGateway(database, {
    ...nextcloud.settings,
    ASTERISK: JSON.stringify([
      {id: 'one', ari: {...ari, url: ours.addresses.asterisk.ari.url}, wss: [ours.addresses.asterisk.wss]},
    ]),
    LIVEKIT_API_URL: `http://127.0.0.1:${(livekit.address() as AddressInfo).port}`,
    ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
    DIAL_OUT_ENDPOINT: 'trunk',
    DIAL_OUT_RINGING: '20 seconds',
    OWNER_GRACE: '500 ms',
  });
  bridge = new FakeBridge();
  const started = [asteriskPart({bridge}), nextcloudPart, departuresPart];
  parts = await Promise.all(started.map((part) => part.start(gateway.services)));
  url = await gateway.app.listen({port: 0, host: '127.0.0.1'});
}, timeout);
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  for (const {id} of await outside.ari.channels()) await outside.ari.hangup(id).catch(() => undefined);
  await vi.waitFor(async () => expect(await ours.ari.channels()).toEqual([]), 60_000);
  await Promise.all(parts.map((part) => part.stop(AbortSignal.timeout(1000))));
  await gateway.close();
  await nextcloud.stop();
}, timeout);
afterAll(async () => {
  await Promise.all([ours.stop(), outside.stop()]);
  livekit.close();
  await database.close();
  await rm(folder, {recursive: true});
}, timeout);

async function talk<T>(path: string, body: object): Promise<{status: number; body: T}> {
  const answer = await gateway.app.inject(talkRequest({url: `/api/v1/room/${path}`, body}));
  return {status: answer.statusCode, body: answer.json<T>()};
}
const dial = (number: string, options: object) =>
  talk<{dialout: {callid: string; error?: {code: string}}}>('standup', {
    type: 'dialout',
    dialout: {number, options},
  });
async function dialled(number: string, options: object = phone): Promise<string> {
  const {status, body} = await dial(number, options);
  expect(status).toBe(200);
  return body.dialout.callid;
}

/** Statuses of the room, in order, from now on. */
async function follow(): Promise<EventReader<CallEntry>> {
  const reader = await EventReader.open<CallEntry>(`${url}/v1/rooms/standup/events`, {
    authorization: await gateway.application(),
  });
  readers.push(reader);
  return reader;
}
const latest = (entries: CallEntry[], callid: string) =>
  entries.filter((entry) => entry.callid === callid).at(-1);
const endings = () => nextcloud.requests.filter(({method}) => method === 'DELETE');

test('nothing is sent to the provider unless Talk allows it', {timeout}, async () => {
  nextcloud.answer = (_request, response) => response.writeHead(404).end('{}');
  expect(await dial(farSide.answers, phone)).toMatchObject({
    status: 403,
    body: {dialout: {error: {code: 'dialout_refused'}}},
  });
  nextcloud.answer = undefined;
  // Whatever was sent before is there by the time that this one is.
  await dialled(farSide.busy);
  await vi.waitFor(() => expect(endings()).toHaveLength(1), 60_000);
  const numbers = outside.sip
    .messages()
    .filter(({method}) => method === 'INVITE')
    .map((invite) => /sip:([^@]+)/.exec(invite.header('to') ?? '')?.[1]);
  expect(new Set(numbers)).toEqual(new Set([farSide.busy]));
});

test(
  'one number twice at once, each controlled alone in Talk’s words; Talk hears of each end once',
  {timeout},
  async () => {
    nextcloud.answer = (request, response) => {
      const {body} = nextcloud.requests.at(-1)!;
      // Talk is away for a moment, just then.
      if (request.method === 'DELETE' && endings().length === 1) return response.writeHead(503).end();
      response.end(JSON.stringify(participant(body, {displayName: 'Reception'})));
    };
    const [first, second] = [await dialled(farSide.answers), await dialled(farSide.answers)];
    const reader = await follow();
    const status = (callid: string) => latest(reader.all, callid)?.status;
    await reader.until(() => [first, second].every((callid) => status(callid) === 'connected'));
    expect(bridge.joined.map(({name, phone: details}) => [name, details?.number])).toEqual([
      ['Reception', '+41 44 668 •• ••'],
      ['Reception', '+41 44 668 •• ••'],
    ]);
    const control = (body: object, callid = first) =>
      talk<CallEntry>(`standup/calls/${callid}/control`, body);
    const leg = (callid: string) => bridge.legs.get(callid)!;
    expect((await control({type: 'dtmf', digit: '5'})).status).toBe(200);
    expect((await control({type: 'dtmf', digit: '#'})).status).toBe(200);
    const channels = await outside.ari.channels();
    await vi.waitFor(() => {
      const heard = channels.map(({id}) => outside.ari.digits(id)).sort();
      expect(heard).toEqual(['', '5#']);
    }, 60_000);
    expect((await control({type: 'mute', audio: 1})).body).toMatchObject({
      muted: 'microphone',
      status: 'connected',
    });
    expect((await control({type: 'mute', audio: 3})).body.status).toBe('held');
    expect(leg(first)).toMatchObject({held: true, muted: 'microphone'});
    expect((await control({type: 'mute', audio: 2})).body).toMatchObject({
      muted: 'speaker',
      status: 'connected',
    });
    expect((await control({type: 'mute', audio: 0})).body).toMatchObject({
      muted: 'none',
      status: 'connected',
    });
    expect(leg(first)).toMatchObject({held: false, muted: 'none'});
    expect(leg(second)).toMatchObject({held: false, muted: 'none'});
    for (const wrong of [{type: 'dtmf', digit: '55'}, {type: 'mute', audio: 4}, {type: 'hold'}, {}])
      expect((await control(wrong)).status).toBe(400);
    const elsewhere = await talk<{code: string}>(`review/calls/${first}/control`, {type: 'hangup'});
    expect(elsewhere).toMatchObject({status: 404, body: {code: 'call-unknown'}});
    const own = await fetch(`${url}/v1/calls/${second}/control`, {
      method: 'POST',
      headers: {authorization: await gateway.application(), 'content-type': 'application/json'},
      body: JSON.stringify({type: 'mute', audio: 2}),
    });
    expect(await own.json()).toMatchObject({callid: second, muted: 'speaker', controllable: true});

    expect((await control({type: 'hangup'})).body).toMatchObject({status: 'cleared', cause: 'hung-up'});
    await vi.waitFor(async () => expect(await outside.ari.channels()).toHaveLength(1), 60_000);
    expect(status(second)).toBe('connected');
    await outside.ari.hangup((await outside.ari.channels())[0]!.id);
    await reader.until(() => status(second) === 'cleared');
    const told = (callid: string) =>
      endings().filter(
        ({body, url: address}) => body['callId'] === callid && address.endsWith('/rejected-dialout'),
      );
    await vi.waitFor(() => expect([told(first).length, told(second).length]).toEqual([2, 1]), 60_000);
    expect(told(second)[0]).toMatchObject({
      url: '/ocs/v2.php/apps/spreed/api/v4/room/standup/rejected-dialout',
      body: {callId: second, options: phone},
    });
    // Once Talk's answer has been read.
    await vi.waitFor(async () => {
      const {rows} = (await database.queries.execute('select * from nextcloud_calls')) as {rows: object[]};
      expect(rows).toEqual([]);
    }, 60_000);
  },
);

test('guests see a shortened number, who may control the call the whole one', {timeout}, async () => {
  const callid = await dialled(farSide.answers, anna);
  const numberFor = async (authorization: string) => {
    const answer = await gateway.app.inject({url: `/v1/calls/${callid}`, headers: {authorization}});
    return answer.json<CallEntry>().number;
  };
  const rooms = ['standup'];
  expect(await numberFor(await gateway.browser('435', {rooms}))).toBe('+41 44 668 •• ••');
  expect(await numberFor(await gateway.browser('anna', {rooms}))).toBe(farSide.answers);
  expect(await numberFor(await gateway.browser('435', {rooms, canControlCalls: true}))).toBe(farSide.answers);
  expect(await numberFor(await gateway.application())).toBe(farSide.answers);
});

test(
  'a user’s calls end when the user leaves, not when the browser was away for a moment',
  {timeout},
  async () => {
    const [theirs, stays] = [await dialled(farSide.answers, anna), await dialled(farSide.answers)];
    const reader = await follow();
    await reader.until((entries) =>
      [theirs, stays].every((callid) => latest(entries, callid)?.status === 'connected'),
    );
    const leave = async () => {
      const webhook = await livekitWebhook({event: 'participant_left', participant: 'anna'});
      expect((await gateway.app.inject(webhook)).statusCode).toBe(200);
    };
    const waiting = async () =>
      ((await database.queries.execute('select * from owner_departures')) as {rows: object[]}).rows;
    present = ['anna'];
    await leave();
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), 60_000);
    expect(await outside.ari.channels()).toHaveLength(2);
    present = [];
    await leave();
    await reader.until((entries) => latest(entries, theirs)?.status === 'cleared');
    await vi.waitFor(async () => expect(await outside.ari.channels()).toHaveLength(1), 60_000);
    expect(latest(reader.all, stays)?.status).toBe('connected');
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), 60_000);
  },
);
