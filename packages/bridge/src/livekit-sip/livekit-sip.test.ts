import {randomUUID} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {
  ariApplication,
  createStack,
  extensions,
  holdTone,
  startRedis,
  type Redis,
  type Stack,
} from '@sidetone/stack';
import {type SIPDispatchRule, SIPTransport} from '@livekit/protocol';
import {type RoomServiceClient, SipClient} from 'livekit-server-sdk';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {isLegChannel} from '../asterisk/leg-bridge.js';
import type {LegRequest} from '../bridge.js';
import {TestPhone} from '../testing/phone.js';
import {SipLeg} from './leg.js';
import {LivekitSipBridge} from './livekit-sip-bridge.js';
import {SipRooms} from './sip-rooms.js';

// Real servers on a busy machine: what is asserted is awaited, not timed.
vi.setConfig({testTimeout: 60_000});
/** Making the stack's parts for the first time takes its time. */
const timeout = 900_000;
let folder: string;
let stack: Stack;
let redis: Redis;
let sip: SipClient;
let bridge: LivekitSipBridge;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  redis = await startRedis({folder: join(folder, 'redis')});
  stack = await createStack({
    folder,
    livekit: {redis: redis.address},
    asteriskConfiguration: {
      'extensions.conf': `[legs]\nexten => _sideto[n]eleg.,1,Stasis(${ariApplication})\n`,
    },
  });
  const livekit = stack.addresses.livekit!;
  sip = new SipClient(livekit.url.replace('ws:', 'http:'), livekit.apiKey, livekit.apiSecret);
  bridge = new LivekitSipBridge({
    livekit,
    outbound: {user: 'sidetone-livekit', password: 'out'},
    inbound: {account: {user: 'provider', password: 'in'}, numbers: ['+41445550100']},
  });
}, timeout);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await stack.stop();
  await redis.stop();
  await rm(folder, {recursive: true});
});

async function call(): Promise<TestPhone> {
  const phone = await TestPhone.call({...stack.addresses.asterisk.ari, app: ariApplication});
  closers.push(() => phone.hangUp());
  return phone;
}

function request({channelId}: TestPhone): LegRequest {
  const asterisk = {...stack.addresses.asterisk.ari, app: ariApplication, sip: '127.0.0.1:5060'};
  const phone = {number: '+41446681800'};
  return {id: randomUUID(), room: 'standup', identity: 'anna', name: 'Anna', phone, channelId, asterisk};
}

/** Samples that a phone hears in so many ms: Asterisk sends nothing at all to a phone that it has muted. */
async function heardIn({ears}: TestPhone, milliseconds: number): Promise<number> {
  const before = ears.heard;
  await sleep(milliseconds);
  return ears.heard - before;
}

const channels = async () => (await stack.ari.channels()).map(({id}) => id);

const pinOf = (rule: SIPDispatchRule | undefined) =>
  rule?.rule.case === 'dispatchRuleDirect' ? rule.rule.value.pin : undefined;

/** The room's rules, as livekit-server has them. */
const rules = async () =>
  (await sip.listSipDispatchRule()).map(({name, trunkIds, rule}) => {
    const direct = rule?.rule.case === 'dispatchRuleDirect' ? rule.rule.value : undefined;
    return {name, trunks: trunkIds.length, room: direct?.roomName, pin: direct?.pin};
  });

test('a room that opens gets a rule with its PIN, on one trunk for all, and loses it when it closes', async () => {
  await bridge.openRoom('standup', '1234567890');
  await bridge.openRoom('retro', '9876543210');
  const name = expect.stringMatching(/^SIP_[0-9a-f-]{36}$/) as string;
  expect(await rules()).toEqual(
    expect.arrayContaining([
      {name, trunks: 1, room: 'standup', pin: '1234567890'},
      {name, trunks: 1, room: 'retro', pin: '9876543210'},
    ]),
  );
  const trunks = await sip.listSipInboundTrunk();
  expect(trunks).toHaveLength(1);
  expect(trunks[0]).toMatchObject({authUsername: 'provider', numbers: ['+41445550100']});
  const [kept] = (await sip.listSipDispatchRule()).filter(({rule}) => pinOf(rule) === '9876543210');
  await bridge.openRoom('retro', '9876543210');
  expect((await sip.listSipDispatchRule()).map(({sipDispatchRuleId: id}) => id)).toContain(
    kept?.sipDispatchRuleId,
  );
  await bridge.openRoom('standup', '1111111111');
  expect((await rules()).filter(({room}) => room === 'standup').map(({pin}) => pin)).toEqual(['1111111111']);
  await bridge.closeRoom('standup');
  expect((await rules()).map(({room}) => room)).toEqual(['retro']);
  await bridge.closeRoom('retro');
  expect(await rules()).toEqual([]);
});

test('livekit-server takes the request, and has no livekit-sip to hand it to: nobody gets in, and nothing is left', async () => {
  const phone = await call();
  const refused: unknown = await bridge.join(request(phone)).catch((error: unknown) => error);
  expect(refused).toMatchObject({code: 'room-unreachable'});
  // Not one of its refusals: of a wrong request (invalid_argument), trunk (not_found) or right (unauthenticated).
  expect((refused as Error).cause).toMatchObject({
    status: 503,
    code: 'unavailable',
    message: expect.stringContaining('no response from servers'),
  });
  expect(await sip.listSipOutboundTrunk()).toMatchObject([
    {
      name: 'sidetone',
      address: '127.0.0.1:5060',
      transport: SIPTransport.SIP_TRANSPORT_UDP,
      authUsername: 'sidetone-livekit',
      authPassword: 'out',
      // What calls come from: Asterisk knows the account by it.
      numbers: ['sidetone-livekit'],
    },
  ]);
  expect(bridge.legs.size).toBe(0);
  await expect.poll(channels).toEqual([phone.channelId]);
});

test('trunks have the accounts that are set now', async () => {
  const trunks = new SipRooms(
    sip,
    {user: 'another', password: 'changed'},
    {account: {user: 'provider', password: 'changed'}},
  );
  await bridge.openRoom('retro', '9876543210');
  await trunks.outboundTrunk('127.0.0.1:5060');
  await trunks.open('retro', '9876543210');
  expect(await sip.listSipInboundTrunk()).toMatchObject([{authPassword: 'changed', numbers: []}]);
  expect(await sip.listSipOutboundTrunk()).toMatchObject([
    {authUsername: 'another', authPassword: 'changed', numbers: ['another']},
  ]);
  await bridge.closeRoom('retro');
});

/** Who is in the room; `undefined` where there is none. */
let people: string[] | undefined;

/** A livekit-sip that calls Asterisk as it was asked to, with a room that hums at 1 kHz. */
async function joinHumming(leg: LegRequest): Promise<{joined: SipLeg; asked: unknown[]}> {
  people = ['anna', 'bea'];
  const asked: unknown[] = [];
  const humming = {
    createSipParticipant: async (...args: unknown[]) => {
      asked.push(...args);
      await stack.ari.originate({
        endpoint: `Local/${String(args[1])}@legs/n`,
        context: 'phones',
        extension: extensions.tone,
      });
    },
  };
  const joined = await SipLeg.join(leg, {
    sip: humming as unknown as SipClient,
    rooms: {
      removeParticipant: async () => undefined,
      listRooms: async () => (people ? [{}] : []),
      listParticipants: async () => (people ?? []).map((identity) => ({identity})),
    } as unknown as RoomServiceClient,
    trunks: {outboundTrunk: async () => 'ST_out'} as unknown as SipRooms,
  });
  closers.push(() => joined.leave());
  return {joined, asked};
}

test('livekit-sip is asked for the participant, and its call is bridged with the caller’s', async () => {
  const phone = await call();
  const leg = request(phone);
  const {joined, asked} = await joinHumming(leg);
  expect(asked).toMatchObject([
    'ST_out',
    expect.stringContaining(leg.id),
    'standup',
    {
      participantIdentity: 'anna',
      participantName: 'Anna',
      participantAttributes: {'sip.phoneNumber': '+41446681800', 'sip.callID': leg.id},
      waitUntilAnswered: true,
      hidePhoneNumber: true,
    },
  ]);
  const incoming = stack.ari.events.filter(({channel}) => isLegChannel('', channel?.dialplan.exten));
  expect(incoming.length).toBeGreaterThan(0);
  await phone.ears.hears(1000);
  await joined.mute('speaker');
  await expect.poll(() => heardIn(phone, 200)).toBe(0);
  await joined.mute('none');
  await phone.ears.hears(1000);
  await joined.hold(true);
  await phone.ears.hears(holdTone);
  await joined.hold(false);
  await phone.ears.hears(1000);
  await joined.dial('5');
  expect(await phone.hearDigits(1)).toBe('5');
  await joined.leave();
  await expect.poll(channels).toEqual([phone.channelId]);
});

/** Resolves when a phone has heard one of Asterisk's sounds to its end. */
const heard = ({channelId}: TestPhone, sound: string) =>
  stack.ari.waitFor((event) => {
    const {playback} = event as typeof event & {
      playback?: Record<'media_uri' | 'target_uri' | 'state', string>;
    };
    return (
      event.type === 'PlaybackFinished' &&
      playback?.state === 'done' &&
      playback.media_uri === `sound:${sound}` &&
      playback.target_uri === `channel:${channelId}`
    );
  });

test('a phone hears who comes and goes, music when it is alone, and the room again', async () => {
  const phone = await call();
  const {joined} = await joinHumming(request(phone));
  await heard(phone, 'confbridge-join');
  people = ['anna'];
  await heard(phone, 'confbridge-leave');
  await phone.ears.hears(holdTone);
  stack.ari.clear();
  people = ['anna', 'bea'];
  await heard(phone, 'confbridge-join');
  await phone.ears.hears(1000);
  await joined.leave();
});

test.each([
  {says: 'the room is not there', now: undefined, reason: 'room-ended'},
  {says: 'the phone is still in the room', now: ['anna', 'bea'], reason: 'failed'},
  {says: 'the phone is not in the room', now: ['bea'], reason: 'removed'},
])('livekit-sip hangs up, and LiveKit says that $says: $reason; the caller is on the line', async (given) => {
  const phone = await call();
  const {joined} = await joinHumming(request(phone));
  await phone.ears.hears(1000);
  const ended = new Promise((resolve) => joined.once('ended', resolve));
  people = given.now;
  const far = (await stack.ari.channels()).find(({dialplan}) => isLegChannel('', dialplan.exten));
  await stack.ari.hangup(far?.id ?? '');
  expect(await ended).toEqual({reason: given.reason});
  await expect.poll(channels).toEqual([phone.channelId]);
});

test('livekit-sip dies without a word: the leg has failed once LiveKit misses the phone', async () => {
  const phone = await call();
  const {joined} = await joinHumming(request(phone));
  const ended = new Promise((resolve) => joined.once('ended', resolve));
  people = ['bea'];
  expect(await ended).toEqual({reason: 'failed'});
  await expect.poll(channels).toEqual([phone.channelId]);
});

test('another gateway goes on with a leg that was let go: livekit-sip is not asked again', async () => {
  const phone = await call();
  const leg = request(phone);
  const {joined} = await joinHumming(leg);
  const before = await channels();
  joined.detach();
  const {joined: second, asked} = await joinHumming({...leg, returning: true});
  expect(asked).toEqual([]);
  expect(await channels()).toEqual(before);
  await second.mute('speaker');
  await expect.poll(() => heardIn(phone, 200)).toBe(0);
  await second.leave();
  await expect.poll(channels).toEqual([phone.channelId]);
});
