import {AccessToken, RoomServiceClient} from 'livekit-server-sdk';
import type {LiveKitAddress} from '../../packages/stack/src/index.js';
import {expect, test, type Attendee} from '../support/attendee.js';

function rooms({url, apiKey, apiSecret}: LiveKitAddress): RoomServiceClient {
  return new RoomServiceClient(url.replace(/^ws/, 'http'), apiKey, apiSecret);
}

async function tokenFor(
  {apiKey, apiSecret}: LiveKitAddress,
  {room, identity, secret = apiSecret}: {room: string; identity: string; secret?: string},
): Promise<string> {
  const token = new AccessToken(apiKey, secret, {identity});
  token.addGrant({room, roomJoin: true});
  return token.toJwt();
}

test('a room that cannot be entered is named for what it is, and no token is told', async ({
  application,
  attend,
  stack,
}) => {
  const livekit = stack.addresses.livekit!;
  const {url} = livekit;
  const gateway = application.url;
  await application.room('closed-to-most');
  const alice = await attend('alice', {phoneless: true, rights: {rooms: ['nowhere', 'closed-to-most']}});
  const session = await application.session(alice.userId, {rooms: ['nowhere', 'closed-to-most']});
  const forged = await tokenFor(livekit, {room: 'r', identity: 'a', secret: 'x'.repeat(40)});

  expect(await alice.tries({url, token: forged})).toBe('room-token-refused');
  expect(await alice.page.evaluate(() => attendee.states)).toEqual(['joining', 'failed']);
  expect(await alice.page.evaluate(() => attendee.errors)).toEqual(['room-token-refused']);
  const said = await alice.page.evaluate(() => {
    const {message, cause} = attendee.conference.error!;
    return `${message} ${String(cause)}`;
  });
  expect(said).toContain('invitation');
  expect(said).not.toContain(forged);
  expect(await alice.tries({url: 'ws://127.0.0.1:9', token: forged})).toBe('room-unreachable');
  expect(await alice.tries({gateway, room: 'nowhere', token: session})).toBe('room-unknown');
  expect(await alice.tries({gateway, room: 'not-mine', token: session})).toBe('room-unknown');
  expect(await alice.tries({gateway, room: 'closed-to-most', token: 'expired'})).toBe('room-token-refused');
  expect(await alice.tries({gateway: 'http://127.0.0.1:9', room: 'x', token: session})).toBe(
    'room-unreachable',
  );

  await rooms(livekit).createRoom({name: 'narrow', maxParticipants: 1});
  const entrance = (identity: string) => tokenFor(livekit, {room: 'narrow', identity});
  const bob = await attend('bob', {phoneless: true});
  expect(await bob.tries({url, token: await entrance('bob')})).toBe('ok');
  expect(await alice.tries({url, token: await entrance('alice')})).toBe('room-unreachable');
  expect(await alice.page.evaluate(() => attendee.conference.error?.message)).toContain('may be full');
  // The same conference can be joined when there is room.
  await bob.page.evaluate(() => attendee.conference.leave());
  await bob.conferenceIs('left');
  await expect
    .poll(() => alice.page.evaluate(() => attendee.outcome(() => attendee.conference.join())))
    .toEqual({code: 'ok', message: ''});
});

test('a full room says so, also when somebody else took the last place on the way in', async ({
  application,
  attend,
  stack,
}) => {
  await application.room('small');
  await rooms(stack.addresses.livekit!).createRoom({name: 'small', maxParticipants: 2});
  const alice = await attend('alice', {room: 'small', phoneless: true});
  const bob = await attend('bob', {room: 'small', phoneless: true});
  const erin = await attend('erin', {room: 'small', phoneless: true});
  const joins = (one: Attendee) =>
    one.page.evaluate(() => attendee.outcome(() => attendee.conference.join()));
  await bob.join();
  // Alice's token is on its way while Erin comes in.
  await alice.page.route(
    '**/v1/rooms/small/token',
    async (route) => {
      const response = await route.fetch();
      await erin.join();
      await route.fulfill({response});
    },
    {times: 1},
  );
  const full = {code: 'room-full', message: 'The room is full. Try again when somebody has left.'};
  expect(await joins(alice)).toEqual(full);
  expect(await joins(alice)).toEqual(full);
  expect(await alice.page.evaluate(() => attendee.states)).toEqual([
    'joining',
    'failed',
    'joining',
    'failed',
  ]);
  // Who is in it already may come back.
  await erin.page.evaluate(() => attendee.conference.leave());
  await erin.join();
  await bob.leave();
  await expect.poll(() => joins(alice)).toEqual({code: 'ok', message: ''});
});

test('who is put out of a room is told why, and their microphone is off', async ({attend, stack}) => {
  const livekit = stack.addresses.livekit!;
  const {url} = livekit;
  const alice = await attend('alice', {phoneless: true});
  const enter = async (room: string) => {
    expect(await alice.tries({url, token: await tokenFor(livekit, {room, identity: 'alice'})})).toBe('ok');
    await expect.poll(() => alice.page.evaluate(() => attendee.audio.microphone.state)).toBe('on');
  };
  const isOut = async (code: string) => {
    await alice.conferenceIs('failed');
    expect(await alice.page.evaluate(() => attendee.conference.error?.code)).toBe(code);
    expect(await alice.page.evaluate(() => attendee.audio.microphone.state)).toBe('off');
  };
  await enter('strict');
  await rooms(livekit).removeParticipant('strict', 'alice');
  await isOut('room-removed');
  await enter('short');
  await rooms(livekit).deleteRoom('short');
  await isOut('room-ended');
  await enter('twice');
  const elsewhere = await attend('bob', {phoneless: true});
  const token = await tokenFor(livekit, {room: 'twice', identity: 'alice'});
  expect(await elsewhere.tries({url, token})).toBe('ok');
  await isOut('room-joined-elsewhere');
});
