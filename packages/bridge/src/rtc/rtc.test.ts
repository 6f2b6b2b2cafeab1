import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ParticipantKind, RoomEvent} from '@livekit/rtc-node';
import {ariApplication, createStack, extensions, holdTone, type Stack} from '@sidetone/stack';
import {afterAll, afterEach, beforeAll, expect, test, vi} from 'vitest';
import {RoomServiceClient} from 'livekit-server-sdk';
import {isLegChannel} from '../asterisk/leg-bridge.js';
import {
  dtmfMethod,
  expectedAttribute,
  type LegRequest,
  type LegState,
  type LiveKitAccess,
  type PhoneLeg,
} from '../bridge.js';
import {TestGuest} from '../testing/guest.js';
import {TestPhone} from '../testing/phone.js';
import {RtcBridge} from './rtc-bridge.js';

// Real servers on a busy machine: what is asserted is awaited, not timed.
vi.setConfig({testTimeout: 60_000});
/** Making the stack's parts for the first time takes its time. */
const timeout = 900_000;
let folder: string;
let stack: Stack;
let livekit: LiveKitAccess;
let bridge: RtcBridge;
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidetone-test-'));
  stack = await createStack({folder, livekit: true});
  livekit = stack.addresses.livekit!;
  bridge = new RtcBridge(livekit);
}, timeout);
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await bridge.close();
  await stack.stop();
  await rm(folder, {recursive: true});
});

const asterisk = () => ({...stack.addresses.asterisk.ari, app: ariApplication});

const channels = async () => (await stack.ari.channels()).map(({id}) => id);

async function call(line?: string): Promise<TestPhone> {
  const phone = await TestPhone.call(asterisk(), line);
  closers.push(() => phone.hangUp());
  return phone;
}

async function enter(leg: LegRequest): Promise<PhoneLeg> {
  const joined = await bridge.join(leg);
  closers.push(() => joined.leave());
  return joined;
}

async function guestIn(room: string, identity?: string): Promise<TestGuest> {
  const guest = await TestGuest.join(livekit, room, identity);
  closers.push(() => guest.leave());
  return guest;
}

function request(phone: TestPhone, more: Partial<LegRequest> = {}): LegRequest {
  const id = randomUUID();
  const room = `room-${id}`;
  const {channelId} = phone;
  return {id, room, identity: 'anna', name: 'Anna', channelId, asterisk: asterisk(), tones: false, ...more};
}

test('phone and room hear each other, and the phone is one to the room', async () => {
  const phone = await call();
  const leg = request(phone, {phone: {number: '+41446681800'}, attributes: {colour: 'blue'}});
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  expect(joined.state).toBe('in-room');
  await guest.sees('anna');
  expect(guest.participant('anna')).toMatchObject({name: 'Anna', kind: ParticipantKind.SIP});
  expect(guest.participant('anna')?.attributes).toMatchObject({
    'sip.callStatus': 'active',
    'sip.phoneNumber': '+41446681800',
    'sip.callID': leg.id,
    colour: 'blue',
  });
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
});

test('a phone that was expected takes the place that was made ready for it, and the room hears it there', async () => {
  const phone = await call();
  const leg = request(phone, {name: 'Anna', phone: {number: '+41446681800'}, metadata: 'hers'});
  const {id, room, identity} = leg;
  const guest = await guestIn(room);
  await bridge.expect({id, room, identity, name: 'Phone'});
  await guest.sees('anna');
  const place = guest.participant('anna')!;
  expect(place).toMatchObject({name: 'Phone', kind: ParticipantKind.SIP});
  expect(place.attributes).toEqual({[expectedAttribute]: 'true'});
  await enter(leg);
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  expect(guest.participant('anna')?.sid).toBe(place.sid);
  // One comes after the other.
  await vi.waitFor(() => {
    expect([place.name, place.metadata]).toEqual(['Anna', 'hers']);
    expect(place.attributes).toMatchObject({'sip.phoneNumber': '+41446681800', 'sip.callStatus': 'active'});
    expect(place.attributes[expectedAttribute]).toBeUndefined();
  }, 20_000);
});

test('a phone whose place was lost meanwhile joins all the same', async () => {
  const phone = await call();
  const leg = request(phone);
  const {id, room, identity, name} = leg;
  const guest = await guestIn(room);
  await bridge.expect({id, room, identity, name});
  await guest.sees('anna');
  const {url, apiKey, apiSecret} = livekit;
  await new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret).removeParticipant(room, 'anna');
  await guest.sees('anna', false);
  await enter(leg);
  phone.say(440);
  await guest.ears('anna').hears(440);
});

test('mute is one-way, or both ways, and ends', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  const shown: boolean[] = [];
  guest.room.on(RoomEvent.TrackMuted, () => shown.push(true));
  guest.room.on(RoomEvent.TrackUnmuted, () => shown.push(false));
  await joined.mute('microphone');
  await guest.ears('anna').hearsNo(440);
  await phone.ears.hears(1000);
  await joined.mute('speaker');
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hearsNo(1000)]);
  await joined.mute('both');
  await Promise.all([guest.ears('anna').hearsNo(440), phone.ears.hearsNo(1000)]);
  await joined.mute('none');
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  await expect.poll(() => shown).toEqual([true, false, true, false]);
});

test('a held phone hears music, the room hears nothing of it, and the call goes on', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  await joined.hold(true);
  await phone.ears.hears(holdTone);
  await phone.ears.hearsNo(1000);
  await guest.ears('anna').hearsNo(440);
  await guest.ears('anna').hearsNo(holdTone);
  await joined.hold(false);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  await phone.ears.hearsNo(holdTone);
});

test('a phone alone in its room hears music until someone comes, and again when they have gone', async () => {
  const phone = await call();
  const leg = request(phone);
  await enter(leg);
  await phone.ears.hears(holdTone);
  const guest = await TestGuest.join(livekit, leg.room);
  guest.say(1000);
  await phone.ears.hears(1000);
  await phone.ears.hearsNo(holdTone);
  await guest.leave();
  await phone.ears.hears(holdTone);
});

test('tones tell who comes and goes, to the phone alone', async () => {
  const phone = await call();
  const leg = request(phone, {tones: true, alone: 'silence'});
  const heard = phone.ears.hears(830);
  await enter(leg);
  await heard;
  await phone.ears.hearsNo(830);
  const again = phone.ears.hears(830);
  const guest = await guestIn(leg.room);
  await again;
  await phone.ears.hearsNo(830);
  const gone = phone.ears.hears(830);
  await guest.leave();
  await gone;
});

test('digits reach the room with the name of their phone, and only the phone that they are meant for', async () => {
  const line = `${extensions.driven}@phones`;
  const [anna, ben] = [await call(line), await call(line)];
  const leg = request(anna);
  const other = request(ben, {room: leg.room, identity: 'ben'});
  const guest = await guestIn(leg.room);
  const [first, second] = [await enter(leg), await enter(other)];
  await Promise.all([guest.sees('anna'), guest.sees('ben')]);
  const pressed: string[] = [];
  first.on('pressed', ({digit}) => pressed.push(`anna:${digit}`));
  second.on('pressed', ({digit}) => pressed.push(`ben:${digit}`));

  await ben.press('4#');
  await first.sendDigits('7');
  const heard = await guest.hearDigits(3);
  expect([...heard].sort()).toEqual(['anna:7', 'ben:#', 'ben:4']);
  expect(pressed).toEqual(['ben:4', 'ben:#']);

  const arrived: string[] = [];
  second.on('digit', ({digit, from}) => arrived.push(`${from}:${digit}`));
  first.on('digit', () => arrived.push('wrong leg'));
  await guest.room.localParticipant?.performRpc({
    destinationIdentity: 'ben',
    method: dtmfMethod,
    payload: '5*',
  });
  expect(await ben.hearDigits(2)).toBe('5*');
  expect(arrived).toEqual(['guest:5', 'guest:*']);
  await first.dial('9');
  expect(await anna.hearDigits(1)).toBe('9');
  expect(ben.digits).toBe('5*');
});

test('the "#" of a PIN is not the room\'s: only as the first key, and soon', async () => {
  const line = `${extensions.driven}@phones`;
  const [anna, ben] = [await call(line), await call(line)];
  const leg = request(anna, {hashWithin: 30_000});
  const guest = await guestIn(leg.room);
  await enter(leg);
  await enter(request(ben, {room: leg.room, identity: 'ben', hashWithin: 30_000}));
  await Promise.all([guest.sees('anna'), guest.sees('ben')]);
  await anna.press('#1#');
  await ben.press('2#');
  const heard = await guest.hearDigits(4);
  expect(heard.filter((one) => one.startsWith('anna'))).toEqual(['anna:1', 'anna:#']);
  expect(heard.filter((one) => one.startsWith('ben'))).toEqual(['ben:2', 'ben:#']);
});

test('what is no digit is refused, to the room and to the phone', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  await guest.sees('anna');
  await expect(joined.sendDigits('12x')).rejects.toMatchObject({code: 'dtmf-invalid'});
  await expect(joined.dial('')).rejects.toMatchObject({code: 'dtmf-invalid'});
  const call_ = {destinationIdentity: 'anna', method: dtmfMethod, payload: 'x'};
  await expect(guest.room.localParticipant?.performRpc(call_)).rejects.toThrow();
});

test('a phone that hears every digit of its room stays when one of them cannot be played', async () => {
  const phone = await call(`${extensions.driven}@phones`);
  const leg = request(phone, {roomDigits: 'all'});
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  await guest.sees('anna');
  for (const digit of ['x', '5']) await guest.room.localParticipant?.publishDtmf(5, digit);
  expect(await phone.hearDigits(1)).toBe('5');
  expect(joined.state).toBe('in-room');
});

test('whoever hangs up leaves the room, and nothing of the leg stays in Asterisk', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  await guest.sees('anna');
  const ended = new Promise((resolve) => joined.once('ended', resolve));
  await phone.hangUp();
  // Asterisk keeps the leg's channel alone in the bridge: the application that sees the hang-up says so.
  await joined.leave();
  expect(await ended).toEqual({reason: 'left'});
  expect(joined.state).toBe('left');
  await guest.sees('anna', false);
  expect(bridge.legs.size).toBe(0);
  await expect.poll(() => stack.ari.bridges()).toEqual([]);
  await expect.poll(channels).toEqual([]);
});

test('a phone that leaves is still on the line, and can join another room', async () => {
  const phone = await call();
  const leg = request(phone);
  await (await enter(leg)).leave();
  const next = request(phone);
  const guest = await guestIn(next.room);
  await enter(next);
  phone.say(440);
  await guest.ears('anna').hears(440);
});

test('the room ends, or someone is removed: the leg is over, the caller is not', async () => {
  const rooms = new RoomServiceClient(livekit.url.replace('ws:', 'http:'), livekit.apiKey, livekit.apiSecret);
  const phone = await call();
  for (const [act, reason] of [
    [(room: string) => rooms.deleteRoom(room), 'room-ended'],
    [(room: string) => rooms.removeParticipant(room, 'anna'), 'removed'],
  ] as const) {
    const leg = request(phone);
    const joined = await enter(leg);
    const ended = new Promise((resolve) => joined.once('ended', resolve));
    await act(leg.room);
    expect(await ended).toEqual({reason});
    await expect.poll(channels).toEqual([phone.channelId]);
  }
});

test('joining again with the same id is the same leg', async () => {
  const phone = await call();
  const leg = request(phone);
  const [one, two] = await Promise.all([bridge.join(leg), bridge.join(leg)]);
  expect(two).toBe(one);
  expect(await bridge.join(leg)).toBe(one);
  await one.leave();
});

test('what cannot be joined is an error that says why, and leaves nothing', async () => {
  const phone = await call();
  const unknown = request(phone, {channelId: 'nobody'});
  await expect(bridge.join(unknown)).rejects.toMatchObject({code: 'caller-gone'});
  const elsewhere = new RtcBridge({...livekit, url: 'ws://127.0.0.1:9'});
  await expect(elsewhere.join(request(phone))).rejects.toMatchObject({code: 'room-unreachable'});
  const wrong = request(phone, {asterisk: {...asterisk(), password: 'wrong'}});
  await expect(bridge.join(wrong)).rejects.toMatchObject({code: 'asterisk-refused'});
  expect(bridge.legs.size).toBe(0);
  await expect.poll(channels).toEqual([phone.channelId]);
  await expect.poll(() => stack.ari.bridges()).toEqual([]);
});

test('the media connection breaks: the phone is heard again, and never left the room', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await guestIn(leg.room);
  const joined = await enter(leg);
  phone.say(440);
  await guest.ears('anna').hears(440);
  const states: LegState[] = [];
  joined.on('state', (state) => states.push(state));
  let left = false;
  guest.room.once('participantDisconnected', () => (left = true));
  const media = (await stack.ari.channels()).find(({id}) => isLegChannel(id));
  await stack.ari.hangup(media?.id ?? '');
  while (states.at(-1) !== 'in-room') await once(joined, 'state');
  phone.say(660);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(660), phone.ears.hears(1000)]);
  expect(states).toEqual(['reconnecting', 'in-room']);
  expect(left).toBe(false);
});

test('LiveKit is killed and comes back: so does the phone, which hears music meanwhile', async () => {
  const phone = await call();
  const leg = request(phone);
  const guest = await TestGuest.join(livekit, leg.room);
  const joined = await enter(leg);
  phone.say(440);
  guest.say(1000);
  await Promise.all([guest.ears('anna').hears(440), phone.ears.hears(1000)]);
  await stack.stopLiveKit({kill: true});
  await phone.ears.hears(holdTone);
  expect(joined.state).toBe('reconnecting');
  await guest.leave();
  await stack.startLiveKit();
  const friend = await guestIn(leg.room, 'friend');
  friend.say(1000);
  await Promise.all([friend.ears('anna').hears(440), phone.ears.hears(1000)]);
  await phone.ears.hearsNo(holdTone);
  expect(joined.state).toBe('in-room');
});
