import type {RoomServiceClient} from 'livekit-server-sdk';
import {expect, test} from 'vitest';
import {Company} from './company.js';

test('LiveKit does not answer: what has become of the call is livekit-sip’s failure, not the end of the room', async () => {
  const away = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const rooms = {listRooms: away, listParticipants: away} as unknown as RoomServiceClient;
  expect(await new Company(rooms, {room: 'standup', identity: 'anna'}).reason()).toBe('failed');
});

test('who comes and goes is seen from the second look on', async () => {
  let people = ['anna', 'bea'];
  const rooms = {
    listParticipants: async () => people.map((identity) => ({identity})),
  } as unknown as RoomServiceClient;
  const company = new Company(rooms, {room: 'standup', identity: 'anna'});
  expect(await company.look()).toEqual({present: true, others: 1, joined: false, left: false});
  people = ['anna', 'carl'];
  expect(await company.look()).toEqual({present: true, others: 1, joined: true, left: true});
  people = ['carl'];
  expect(await company.look()).toEqual({present: false, others: 1, joined: false, left: false});
});
