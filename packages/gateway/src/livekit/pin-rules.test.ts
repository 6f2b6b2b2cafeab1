import type {RoomBridge} from '@sidetone/bridge';
import {expect, test} from 'vitest';
import {GatewayError} from '../errors.js';
import type {Room} from '../rooms/rooms.js';
import {PinRules} from './pin-rules.js';

function doors(): {bridge: RoomBridge; done: string[]; meanwhile: (() => void)[]} {
  const done: string[] = [];
  const meanwhile: (() => void)[] = [];
  const bridge = {
    openRoom: async (room: string, pin: string) => {
      done.push(`open ${room} ${pin}`);
      meanwhile.shift()?.();
    },
    closeRoom: async (room: string) => void done.push(`close ${room}`),
  } as unknown as RoomBridge;
  return {bridge, done, meanwhile};
}

test('a room that ends while its rule is being made has none in the end', async () => {
  let status: Room['status'] = 'open';
  const {bridge, done, meanwhile} = doors();
  meanwhile.push(() => (status = 'closed'));
  const rooms = {get: async () => ({status}) as Room, pinOf: async () => '1234567890'};
  await PinRules.from(bridge, rooms)?.follow('standup');
  expect(done).toEqual(['open standup 1234567890', 'close standup']);
});

test('a room that is none of ours is left alone', async () => {
  const {bridge, done} = doors();
  const unknown = () => Promise.reject(new GatewayError('room-unknown'));
  await PinRules.from(bridge, {get: unknown, pinOf: unknown})?.follow('theirs');
  expect(done).toEqual([]);
});

test('a bridge that nobody can call needs no rules', () => {
  const rooms = {get: () => Promise.reject(new Error()), pinOf: () => Promise.reject(new Error())};
  expect(PinRules.from({} as RoomBridge, rooms)).toBeUndefined();
});
