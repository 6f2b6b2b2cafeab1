import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createStack, freeUdpPort, type Stack} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {asteriskPart} from '../asterisk/part.js';
import {AsteriskReach} from '../asterisk/reach.js';
import {asteriskConfiguration} from '../asterisk/config/configuration.js';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {EventReader} from '../testing/event-source.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, testSecrets, type TestGateway} from '../testing/services.js';
import {createFarSide, farSide, farSideTrunk} from '../testing/telephony/far-side.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import type {CallEntry} from './call-entry.js';

const timeout = 300_000;
/** Of a lease, ms: no stall hands the Asterisk over. */
const ttl = 60_000;
const ari = {user: 'gateway', password: 'the password of the gateway'};
let folder: string;
let ours: Stack;
let outside: Stack;
let database: Database;
let gateways: TestGateway[];
let bridges: FakeBridge[];
let parts: RunningPart[];
let urls: string[];
const readers: EventReader<CallEntry>[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-dial-out-'));
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
}, timeout);
beforeEach(async () => {
  await database.queries.execute(
    'truncate calls, legs, rooms, sip_user_mappings, asterisk_leases, audit_trail cascade',
  );
  outside.sip.clear();
  outside.ari.clear();
  const {url} = ours.addresses.asterisk.ari;
  const settings = {
    ASTERISK: JSON.stringify([{id: 'one', ari: {...ari, url}, wss: [ours.addresses.asterisk.wss]}]),
    ROOM_TELEPHONY_PHONE_NUMBER: '+41 44 668 18 00',
    ROOM_TELEPHONY_DEFAULT_COUNTRY: 'CH',
    DIAL_OUT_ENDPOINT: 'trunk',
    DIAL_OUT_RINGING: '30 seconds',
  };
  gateways = [await createTestGateway(database, settings), await createTestGateway(database, settings)];
  bridges = [new FakeBridge(), new FakeBridge()];
  parts = await Promise.all(
    gateways.map(({services}, index) => asteriskPart({bridge: bridges[index]!, ttl}).start(services)),
  );
  urls = await Promise.all(gateways.map(({app}) => app.listen({port: 0, host: '127.0.0.1'})));
  for (const room of ['standup', 'review'])
    await gateways[0]!.services.rooms.create(room, {language: 'en'}, 'operator');
}, timeout);
afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  for (const stack of [ours, outside])
    for (const {id} of await stack.ari.channels()) await stack.ari.hangup(id).catch(() => undefined);
  await vi.waitFor(async () => expect(await ours.ari.channels()).toEqual([]), 10_000);
  await Promise.all(parts.map((part) => part.stop(AbortSignal.timeout(1000))));
  await Promise.all(gateways.map((gateway) => gateway.close()));
}, timeout);
afterAll(async () => {
  await Promise.all([ours.stop(), outside.stop()]);
  await database.close();
  await rm(folder, {recursive: true});
}, timeout);

async function request(path: string, payload?: object, authorization?: string, gateway = 0) {
  const answer = await fetch(urls[gateway] + path, {
    method: payload ? 'POST' : 'GET',
    headers: {
      authorization: authorization ?? (await gateways[gateway]!.application()),
      ...(payload && {'content-type': 'application/json'}),
    },
    ...(payload && {body: JSON.stringify(payload)}),
  });
  return {status: answer.status, body: (await answer.json()) as CallEntry & {code: string; message: string}};
}

const dial = (wanted: object, authorization?: string) =>
  request('/v1/rooms/standup/calls', wanted, authorization);

/** Somebody who follows a room at the second gateway. */
async function follow(last?: string): Promise<EventReader<CallEntry>> {
  const reader = await EventReader.open<CallEntry>(`${urls[1]}/v1/rooms/standup/events`, {
    authorization: await gateways[1]!.application(),
    ...(last && {'last-event-id': last}),
  });
  readers.push(reader);
  return reader;
}

const over = (entries: CallEntry[]) => ['rejected', 'cleared'].includes(entries.at(-1)?.status ?? '');

test(
  'a number answers: its statuses in order, for those who were there and those who come',
  {timeout},
  async () => {
    const early = await follow();
    const {status, body} = await dial({to: '044 668 18 20', name: 'Reception', owner: '434'});
    expect(status).toBe(201);
    expect(body).toMatchObject({
      room: 'standup',
      direction: 'outgoing',
      status: 'accepted',
      number: farSide.answers,
      name: 'Reception',
      owner: '434',
      muted: 'none',
    });
    await early.until((entries) => entries.at(-1)?.status === 'connected');
    expect(early.all.map((entry) => entry.status)).toEqual(['accepted', 'ringing', 'connected']);
    const [joined] = bridges.flatMap((bridge) => bridge.joined);
    expect(joined).toMatchObject({
      room: 'standup',
      identity: body.identity,
      name: 'Reception',
      // Everybody in the room reads it.
      phone: {number: '+41 44 668 •• ••', trunkNumber: '+41446681800', trunkId: 'trunk', callId: body.callid},
    });
    const invite = outside.sip.messages().find(({method}) => method === 'INVITE');
    expect(invite?.header('from')).toContain('sip:+41446681800@');
    const late = await follow();
    expect(await late.until((entries) => entries.length > 0)).toMatchObject([
      {callid: body.callid, status: 'connected', connectedAt: expect.any(String) as unknown},
    ]);
    const [channel] = await outside.ari.channels();
    await outside.ari.hangup(channel!.id);
    for (const reader of [early, late])
      expect((await reader.until(over)).at(-1)).toMatchObject({status: 'cleared', cause: 'remote-hung-up'});
    const again = await follow(early.events[1]!.id);
    await again.until(over);
    expect(again.all.map((entry) => entry.status)).toEqual(['connected', 'cleared']);
  },
);

test.each([
  ['busy', farSide.busy, {cause: 'busy', code: 486, message: 'The line is busy.'}],
  ['declined', farSide.declines, {cause: 'declined', code: 603}],
  ['overloaded', farSide.overloaded, {cause: 'congestion', code: 503}],
  ['nobody’s', farSide.nobody, {cause: 'not-found', code: 404}],
])('a number that is %s is rejected, and says why', {timeout}, async (_, to, why) => {
  const reader = await follow();
  await dial({to});
  expect(await reader.until(over)).toMatchObject([{status: 'accepted'}, {status: 'rejected', ...why}]);
  expect((await request('/v1/rooms/standup/calls')).body).toMatchObject({
    calls: [{status: 'rejected', ...why}],
  });
});

test('the gateway in charge is not told of a call, and finds it all the same', {timeout}, async () => {
  const reader = await follow();
  vi.spyOn(AsteriskReach.prototype, 'nudge').mockRejectedValueOnce(new Error('Asterisk did not answer.'));
  await dial({to: farSide.answers});
  await reader.until((entries) => entries.at(-1)?.status === 'connected');
});

test('nobody answers in time, and somebody gives up: the phone stops ringing', {timeout}, async () => {
  const ringing = (ms: number) =>
    gateways.forEach(({services}) => Object.assign(services.settings, {DIAL_OUT_RINGING: ms}));
  ringing(3000);
  const reader = await follow();
  await dial({to: farSide.rings});
  const told = await reader.until(over);
  expect(told.map(({status}) => status)).toEqual(['accepted', 'ringing', 'rejected']);
  expect(told.at(-1)).toMatchObject({cause: 'no-answer', code: 480, message: 'Nobody answered.'});
  await outside.sip.waitFor(({method}) => method === 'CANCEL');
  outside.sip.clear();
  ringing(30_000);
  const {body} = await dial({to: farSide.rings});
  await reader.until((entries) =>
    entries.some(({callid, status}) => callid === body.callid && status === 'ringing'),
  );
  const ended = await request(`/v1/calls/${body.callid}/hangup`, {}, undefined, 1);
  expect(ended.body).toMatchObject({status: 'cleared', cause: 'cancelled'});
  await outside.sip.waitFor(({method}) => method === 'CANCEL');
});

test(
  'one number several times at once, each with an id of the caller’s own, and each by itself',
  {timeout},
  async () => {
    const reader = await follow();
    const ids = [`a${'~'.repeat(254)}`, `b${'~'.repeat(254)}`];
    for (const callid of ids) expect((await dial({to: farSide.answers, callid})).status).toBe(201);
    const connected = (entries: CallEntry[]) =>
      entries.filter(({status}) => status === 'connected').length === 2;
    await reader.until(connected);
    const joined = bridges.flatMap((bridge) => bridge.joined);
    expect(new Set(joined.map(({identity}) => identity)).size).toBe(2);
    for (const {id} of joined) expect(id.length).toBeLessThanOrEqual(60);
    expect((await dial({to: farSide.answers, callid: ids[0]})).status).toBe(200);
    expect(await dial({to: farSide.busy, callid: ids[0]})).toMatchObject({
      status: 409,
      body: {code: 'call-exists'},
    });
    expect((await request(`/v1/calls/${ids[0]}/hangup`, {})).body).toMatchObject({status: 'cleared'});
    expect((await request(`/v1/calls/${ids[1]}`)).body).toMatchObject({status: 'connected'});
  },
);

test('what cannot be called is refused at once, and nothing of it is shown', {timeout}, async () => {
  const {services, browser} = gateways[0]!;
  const mapping = {sipPassword: 'wonderland', sipHost: 'sip.example.org', userId: '434'};
  await services.mappings.add({...mapping, sipUser: 'alice'}, 'operator');
  await services.mappings.add({...mapping, sipUser: 'carol', userId: '435', canBeCalled: false}, 'operator');
  const refused = async (wanted: object, authorization?: string) => {
    const {status, body} = await dial(wanted, authorization);
    return [status, body.code];
  };
  expect(await refused({to: '+41 44'})).toEqual([400, 'number-invalid']);
  expect(await refused({to: '12345'})).toEqual([400, 'number-invalid']);
  expect(await refused({to: `${farSide.answers},,123#`})).toEqual([400, 'number-invalid']);
  expect(await refused({to: 'nobody'})).toEqual([404, 'user-unknown']);
  expect(await refused({userId: '999'})).toEqual([404, 'user-unknown']);
  expect(await refused({to: 'carol'})).toEqual([403, 'forbidden']);
  expect(await refused({})).toEqual([400, 'request-invalid']);
  expect(await refused({to: 'alice', callid: 'with a blank'})).toEqual([400, 'request-invalid']);
  const member = await browser('436', {rooms: ['standup']});
  expect(await refused({to: 'alice'}, member)).toEqual([403, 'forbidden']);
  const caller = await browser('436', {rooms: ['standup'], canDialOut: true});
  expect(await refused({to: 'alice', owner: '1'}, caller)).toEqual([403, 'forbidden']);
  expect((await request('/v1/rooms/nowhere/calls', {to: 'alice'})).body.code).toBe('room-unknown');
  expect((await request('/v1/rooms/standup/calls')).body).toEqual({calls: []});
  // A mapped user whose phone is not registered.
  const reader = await follow();
  expect((await dial({userId: '434'}, caller)).body).toMatchObject({
    number: 'alice',
    owner: '436',
    controllable: true,
  });
  expect((await reader.until(over)).at(-1)).toMatchObject({
    status: 'rejected',
    cause: 'unavailable',
    code: 480,
  });
});
