import {Caller} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {asteriskPart} from '../asterisk/part.js';
import type {Database} from '../database/database.js';
import type {RunningPart} from '../serve.js';
import {migratedPglite} from '../testing/databases.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';
import {asteriskSetting, createExchange, dialInNumber, type Exchange} from '../testing/telephony/exchange.js';
import {FakeBridge} from '../testing/telephony/fake-bridge.js';
import {writeTonePrompts} from '../testing/telephony/tone-prompts.js';
import type {CallEntry} from './call-entry.js';

const timeout = 300_000;
/** Of a lease, ms: no stall hands the Asterisk over. */
const ttl = 60_000;
let exchange: Exchange;
let database: Database;
/** Which of two holds the Asterisk is chance: requests go to both by turns. */
let gateways: TestGateway[];
let bridges: FakeBridge[];
let parts: RunningPart[];
let turn = 0;
const callers: Caller[] = [];

beforeAll(async () => {
  exchange = await createExchange();
  await writeTonePrompts(exchange.prompts);
  database = await migratedPglite();
}, timeout);
beforeEach(async () => {
  await database.queries.execute('truncate calls, legs, rooms, pin_attempts, asterisk_leases cascade');
  const settings = {
    ASTERISK: asteriskSetting(exchange),
    ROOM_TELEPHONY_PROMPTS: exchange.prompts,
  };
  gateways = [await createTestGateway(database, settings), await createTestGateway(database, settings)];
  bridges = [new FakeBridge(), new FakeBridge()];
  parts = await Promise.all(
    gateways.map(({services}, index) => asteriskPart({bridge: bridges[index]!, ttl}).start(services)),
  );
  for (const room of ['standup', 'review'])
    await gateways[0]!.services.rooms.create(room, {language: 'en'}, 'operator');
}, timeout);
afterEach(async () => {
  for (const caller of callers.splice(0)) await caller.hangUp();
  await vi.waitFor(async () => expect(await exchange.ours.ari.channels()).toEqual([]), 10_000);
  await Promise.all(parts.map((part) => part.stop(AbortSignal.timeout(1000))));
  await Promise.all(gateways.map((gateway) => gateway.close()));
}, timeout);
afterAll(async () => {
  await exchange.stop();
  await database.close();
}, timeout);

async function request(authorization: string, method: 'GET' | 'POST', url: string, payload?: object) {
  const {app} = gateways[turn++ % 2]!;
  const answer = await app.inject({method, url, headers: {authorization}, ...(payload && {payload})});
  return {status: answer.statusCode, body: answer.json<CallEntry & {code?: string}>()};
}

async function listed(authorization: string, room = 'standup'): Promise<CallEntry[]> {
  const answer = await gateways[turn++ % 2]!.app.inject({
    url: `/v1/rooms/${room}/calls`,
    headers: {authorization},
  });
  return answer.json<{calls: CallEntry[]}>().calls;
}

/** Somebody who dials in and types the PIN, and the call that it is to the gateway. */
async function enter(number: string): Promise<{caller: Caller; call: CallEntry}> {
  const application = await gateways[0]!.application();
  const caller = await Caller.dial(exchange.outside, `PJSIP/${dialInNumber}@sidetone`, `<${number}>`);
  callers.push(caller);
  await caller.ears.hearsSpeech();
  await caller.press(await gateways[0]!.services.rooms.pinOf('standup'));
  return vi.waitFor(async () => {
    const call = (await listed(application)).find((one) => one.number === number);
    expect(call).toMatchObject({status: 'connected', direction: 'incoming', muted: 'none'});
    return {caller, call: call!};
  }, 15_000);
}

const leg = ({callid}: CallEntry) => bridges.map(({legs}) => legs.get(callid)).find(Boolean);

test(
  'digits, mute, hold and hang-up reach the named phone alone, from whichever gateway',
  {timeout},
  async () => {
    const application = await gateways[0]!.application();
    const [anna, bert] = [await enter('+41790000001'), await enter('+41790000002')];
    const post = (what: string, payload?: object) =>
      request(application, 'POST', `/v1/calls/${anna.call.callid}/${what}`, payload);
    for (let round = 0; round < 2; round++) {
      const muted = await post('mute', {what: 'microphone'});
      expect(muted).toMatchObject({
        status: 200,
        body: {status: 'connected', muted: 'microphone', controllable: true},
      });
      expect(leg(anna.call)?.muted).toBe('microphone');
      expect(leg(bert.call)?.muted).toBe('none');
      expect((await post('hold', {held: true})).body).toMatchObject({status: 'held', muted: 'microphone'});
      expect(leg(anna.call)?.held).toBe(true);
      expect((await post('hold', {held: false})).body.status).toBe('connected');
      expect((await post('mute', {what: 'none'})).body.muted).toBe('none');
    }
    expect((await post('dtmf', {digits: '12'})).status).toBe(200);
    expect((await post('dtmf', {digits: '3#'})).status).toBe(200);
    const {ari} = exchange.outside;
    await vi.waitFor(() => expect(ari.digits(anna.caller.channelId)).toBe('123#'), 10_000);
    expect(ari.digits(bert.caller.channelId)).toBe('');
    expect((await post('hangup')).body).toMatchObject({status: 'cleared', cause: 'hung-up'});
    await anna.caller.hungUp();
    expect((await listed(application)).map(({number, status}) => [number, status])).toEqual([
      ['+41790000001', 'cleared'],
      ['+41790000002', 'connected'],
    ]);
    expect(await exchange.outside.ari.channels()).toContainEqual(
      expect.objectContaining({id: bert.caller.channelId, state: 'Up'}),
    );
    expect((await post('hangup')).body.status).toBe('cleared');
    expect(await post('dtmf', {digits: '1'})).toMatchObject({
      status: 409,
      body: {code: 'call-not-connected'},
    });
    expect(await post('mute', {what: 'both'})).toMatchObject({
      status: 409,
      body: {code: 'call-not-connected'},
    });
    const {rows} = (await database.queries.execute(
      `select details from audit_trail where subject = 'call:${anna.call.callid}' and action = 'call.dtmf'`,
    )) as {rows: object[]};
    expect(rows).toEqual([{details: {count: 2}}, {details: {count: 2}}]);
  },
);

test('a phone is taken to another room, and stays silent as it was', {timeout}, async () => {
  const application = await gateways[0]!.application();
  const {call} = await enter('+41790000001');
  const {callid} = call;
  await request(application, 'POST', `/v1/calls/${callid}/mute`, {what: 'speaker'});
  const moved = await request(application, 'POST', `/v1/calls/${callid}/transfer`, {room: 'review'});
  expect(moved.body).toMatchObject({callid, room: 'review', status: 'connected', muted: 'speaker'});
  expect(bridges.flatMap(({joined}) => joined.map(({room, muted}) => [room, muted]))).toEqual([
    ['standup', 'none'],
    ['review', 'speaker'],
  ]);
  expect(await listed(application)).toEqual([]);
  expect(await listed(application, 'review')).toMatchObject([{callid}]);
  const nowhere = await request(application, 'POST', `/v1/calls/${callid}/transfer`, {room: 'nowhere'});
  expect(nowhere).toMatchObject({status: 404, body: {code: 'room-unknown'}});
});

test(
  'a browser controls the calls of its own user, and with permission those of others in its rooms',
  {timeout},
  async () => {
    const {services, browser} = gateways[0]!;
    const {call} = await enter('+41790000001');
    const url = `/v1/calls/${call.callid}`;
    const mute = async (token: string) =>
      (await request(token, 'POST', `${url}/mute`, {what: 'both'})).status;
    const member = await browser('434', {rooms: ['standup']});
    expect(await mute(member)).toBe(403);
    expect((await request(member, 'GET', url)).body).toMatchObject({controllable: false});
    expect(await mute(await browser('434', {rooms: ['review'], canControlCalls: true}))).toBe(403);
    expect((await request(await browser('434', {rooms: ['review']}), 'GET', url)).status).toBe(403);
    expect(await mute(await browser('435', {rooms: ['standup'], canControlCalls: true}))).toBe(200);
    await services.database.queries.execute(`update calls set owner = '434' where id = '${call.callid}'`);
    expect(await mute(member)).toBe(200);
    expect((await request(member, 'GET', url)).body).toMatchObject({controllable: true, owner: '434'});
    const elsewhere = await request(member, 'POST', `${url}/transfer`, {room: 'review'});
    expect(elsewhere.status).toBe(403);
    expect((await request(member, 'POST', '/v1/calls/nobody/hangup')).body.code).toBe('call-unknown');
    expect((await request(member, 'POST', `${url}/dtmf`, {digits: '12x'})).body.code).toBe('request-invalid');
  },
);

test(
  'nobody holds the Asterisk: whoever asked is told, and it does not happen later',
  {timeout},
  async () => {
    const {call} = await enter('+41790000001');
    // Who has the lease is not there.
    await database.queries.execute(
      `update asterisk_leases set holder = 'nobody', epoch = epoch + 1, expires_at = now() + interval '1 minute'`,
    );
    const application = await gateways[0]!.application();
    const refused = await request(application, 'POST', `/v1/calls/${call.callid}/mute`, {what: 'both'});
    expect(refused).toMatchObject({status: 503, body: {code: 'unavailable'}});
    const {rows} = (await database.queries.execute('select * from call_commands where done_at is null')) as {
      rows: object[];
    };
    expect(rows).toEqual([]);
  },
);
