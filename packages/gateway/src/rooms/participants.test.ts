import {sql} from 'drizzle-orm';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {participants} from '../database/schema.js';
import {onEachDatabase} from '../testing/databases.js';
import {nextcloudSecrets, talkRequest} from '../testing/nextcloud.js';
import {createTestGateway, type TestGateway} from '../testing/services.js';

onEachDatabase((database) => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await createTestGateway(database(), {NEXTCLOUD_SECRET: nextcloudSecrets.signaling});
    for (const room of ['standup', 'review'])
      await gateway.services.rooms.create(room, {language: 'en'}, 'operator');
  });
  afterEach(() => gateway.close());

  async function post(url: string, payload: object, authorization?: string) {
    const headers = {authorization: authorization ?? (await gateway.application())};
    const answer = await gateway.app.inject({url, method: 'POST', payload, headers});
    return {status: answer.statusCode, body: answer.json<Record<string, string>>()};
  }
  const give = async (participant: object, room = 'standup') =>
    (await post(`/v1/rooms/${room}/participants`, participant)).body['pin']!;
  const find = (pin: string, room = 'standup') => post(`/v1/rooms/${room}/participants/by-pin`, {pin});
  const anna = {actorType: 'users', actorId: '434', displayName: 'Anna'};
  const attempt = (callId: string) => ({caller: '', trunk: 'trunk', callId});

  test('a participant is found by their PIN, in their room, by servers alone', async () => {
    const pin = await give(anna);
    expect(pin).toMatch(/^\d{10}$/);
    expect(await find(pin)).toEqual({status: 200, body: anna});
    expect(await find(pin, 'review')).toMatchObject({status: 404, body: {code: 'participant-unknown'}});
    const room = await gateway.services.rooms.pinOf('standup');
    expect((await find(room)).body['code']).toBe('participant-unknown');
    const browser = await gateway.browser('434', {rooms: ['*'], canControlCalls: true});
    expect((await post('/v1/rooms/standup/participants/by-pin', {pin}, browser)).status).toBe(403);
    expect((await post('/v1/rooms/standup/participants', anna, browser)).status).toBe(403);
    expect((await post('/v1/rooms/nowhere/participants', anna)).body['code']).toBe('room-unknown');
  });

  test('Talk asks in its own words', async () => {
    const pin = await give(anna);
    const url = '/api/v1/room/standup/verify-dialin';
    const answer = await gateway.app.inject(talkRequest({url, body: {pin}}));
    expect(answer.json()).toEqual({
      ocs: {
        meta: {status: 'ok', statuscode: 200, message: 'OK'},
        data: {roomToken: 'standup', ...anna},
      },
    });
    const wrong = await gateway.app.inject(talkRequest({url, body: {pin: '0000'}}));
    expect([wrong.statusCode, wrong.json<{code: string}>().code]).toEqual([404, 'participant-unknown']);
    const secret = 'another secret of somebody';
    const forged = await gateway.app.inject(talkRequest({url, body: {pin}, secret}));
    expect([forged.statusCode, forged.json<{code: string}>().code]).toEqual([403, 'signature-invalid']);
  });

  test('a new PIN ends the one before; those of a closed room lead nowhere', async () => {
    const [first, second] = [await give(anna), await give({...anna, displayName: 'Anna B.'})];
    expect((await find(first)).status).toBe(404);
    expect((await find(second)).body).toEqual({...anna, displayName: 'Anna B.'});
    await database().queries.execute(sql`update rooms set status = 'closed' where name = 'standup'`);
    expect((await find(second)).status).toBe(404);
  });

  test('whoever types it on a phone is in the room as that participant', async () => {
    const {pins, rooms} = gateway.services;
    const resolved = async (pin: string) => pins.resolve(pin, attempt(pin));
    const standup = {name: 'standup'};
    expect(await resolved(await give(anna))).toMatchObject({
      outcome: 'room',
      room: standup,
      holder: {name: 'Anna', owner: '434'},
    });
    const guest = await resolved(await give({actorType: 'guests', actorId: 'g1'}));
    expect(guest).toMatchObject({outcome: 'room', holder: {}});
    const own = await resolved(await rooms.pinOf('standup'));
    expect(own).toMatchObject({outcome: 'room', room: standup});
    expect(own).not.toHaveProperty('holder');
  });

  test('nobody may try many, and no PIN is kept or logged', async () => {
    const pin = await give(anna);
    const guesses = Array.from({length: 31}, (_, index) => String(1000 + index));
    const codes = [];
    for (const guess of guesses) codes.push((await find(guess)).body['code']);
    expect(codes.slice(0, 30)).toEqual(guesses.slice(0, 30).map(() => 'participant-unknown'));
    expect(codes.at(-1)).toBe('rate-limited');
    expect((await find(pin)).status).toBe(429);
    const rows = JSON.stringify(await database().queries.select().from(participants));
    const {rows: trail} = (await database().queries.execute(sql`select * from audit_trail`)) as {
      rows: object[];
    };
    for (const text of [rows, JSON.stringify(trail), gateway.logged()]) expect(text).not.toContain(pin);
  });
});
