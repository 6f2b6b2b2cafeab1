import {expect, test} from 'vitest';
import {LegBoard} from './leg-board.js';
import type {LegHost} from './leg.js';

function setUp(host: Partial<LegHost> = {}) {
  const told: string[] = [];
  const board = new LegBoard(
    {control: async () => {}, mayControl: () => true, ...host},
    {leg: (leg, what) => told.push(`${leg.id} ${what} ${leg.status}`)},
  );
  return {board, told};
}

const metadata = (...calls: object[]) =>
  JSON.stringify({
    theme: 'dark',
    ...Object.fromEntries(calls.map((call) => [`callstatus_${(call as {callid: string}).callid}`, call])),
  });

test('phones are those in the room’s metadata, in the order of their beginning, until they vanish', () => {
  const {board, told} = setUp();
  const first = {callid: 'a', status: 'ringing', startedAt: '2030-01-01T12:00:00.000Z', name: 'Reception'};
  const second = {callid: 'b', status: 'accepted', startedAt: '2030-01-01T12:00:05.000Z'};
  board.read(metadata(second, first));
  expect(board.legs.map(({id}) => id)).toEqual(['a', 'b']);
  const [leg] = board.legs;
  board.read(metadata({...first, status: 'rejected', cause: 'busy', code: 486, message: 'Busy.'}, second));
  expect(board.legs[0]).toBe(leg);
  expect(leg).toMatchObject({status: 'rejected', cause: 'busy', code: 486, ended: true, name: 'Reception'});
  board.read(metadata(second));
  board.read(metadata(second));
  expect(told).toEqual(['a added ringing', 'b added accepted', 'a changed rejected', 'a removed rejected']);
});

test('what is no call, or no JSON, is somebody else’s', () => {
  const {board} = setUp();
  for (const text of ['', 'plain words', '[]', '7', '{"callstatus_x": {"status": "ringing"}}'])
    board.read(text);
  board.read(metadata({callid: 'x', status: 'dancing'}));
  expect(board.legs).toEqual([]);
});

test('a phone in the room of which nobody wrote is one too; written of, it is the same', () => {
  const {board, told} = setUp();
  const phone = {
    identity: 'sip_1',
    name: '',
    attributes: {'sip.callID': 'c', 'sip.callStatus': 'active', 'sip.phoneNumber': '+41446681810'},
  };
  board.see([phone]);
  expect(board.legs[0]).toMatchObject({
    id: 'c',
    status: 'connected',
    name: '+41446681810',
    participantId: 'sip_1',
  });
  board.read(metadata({callid: 'c', status: 'held', name: 'Reception', identity: 'sip_1'}));
  expect(board.legOf(phone)).toMatchObject({status: 'held', name: 'Reception'});
  expect(told).toEqual(['c added connected', 'c changed held']);
  board.read('');
  expect(board.legs).toHaveLength(1);
  board.see([]);
  expect(board.legs).toEqual([]);
});

test('digits are checked before the server is asked, and only this leg is', async () => {
  const asked: unknown[] = [];
  const {board} = setUp({control: async (leg, what, {body}) => void asked.push([leg.id, what, body])});
  board.read(metadata({callid: 'a', status: 'connected'}, {callid: 'b', status: 'connected'}));
  const leg = board.find('b')!;
  await expect(leg.sendDtmf('5x')).rejects.toMatchObject({code: 'dtmf-invalid'});
  await leg.sendDtmf(' 5# ');
  await leg.mute('microphone');
  await leg.hold();
  await leg.resume();
  await leg.hangup();
  expect(asked).toEqual([
    ['b', 'dtmf', {digits: '5#'}],
    ['b', 'mute', {what: 'microphone'}],
    ['b', 'hold', {held: true}],
    ['b', 'hold', {held: false}],
    ['b', 'hangup', undefined],
  ]);
});

test('an older answer after newer metadata changes nothing, nor does it bring back a call that is gone', () => {
  const {board, told} = setUp();
  const call = {callid: 'a', startedAt: '2030-01-01T12:00:00.000Z'};
  board.read(metadata({...call, status: 'connected', revision: 4}));
  expect(board.put({...call, status: 'ringing', revision: 3}).status).toBe('connected');
  board.read(metadata({...call, status: 'rejected', revision: 5}));
  board.read(metadata());
  expect(board.put({...call, status: 'connected', revision: 4}).status).toBe('rejected');
  expect(board.put({...call, status: 'rejected', revision: 5}).status).toBe('rejected');
  board.read(metadata({...call, status: 'connected', revision: 4}));
  expect(board.legs).toEqual([]);
  expect(told).toEqual(['a added connected', 'a changed rejected', 'a removed rejected']);
  // Taken to another room, and back.
  board.read(metadata({...call, status: 'connected', revision: 7}));
  expect(board.legs).toMatchObject([{id: 'a', status: 'connected'}]);
});

test('older metadata after a newer answer change nothing, and do not take away a call that they do not know yet', () => {
  const {board, told} = setUp();
  board.put({callid: 'a', status: 'accepted', revision: 0});
  board.read(metadata());
  board.read(metadata({callid: 'a', status: 'accepted', revision: 0}));
  board.put({callid: 'a', status: 'connected', muted: 'microphone', revision: 4});
  board.read(metadata({callid: 'a', status: 'connected', muted: 'none', revision: 3}));
  expect(board.legs).toMatchObject([{id: 'a', muted: 'microphone'}]);
  expect(told).toEqual(['a added accepted', 'a changed connected']);
  board.put({callid: 'b', status: 'cleared', revision: 9});
  board.read(metadata());
  expect(board.legs).toEqual([]);
});

test('a call that vanished while it lived is shown again: LiveKit had forgotten the room', () => {
  const {board} = setUp();
  const call = {callid: 'a', status: 'connected', revision: 3};
  board.read(metadata(call));
  board.read('');
  expect(board.legs).toEqual([]);
  board.read(metadata(call));
  expect(board.legs).toMatchObject([{id: 'a'}]);
});

test('the number that only this person was told outlives what everybody is', () => {
  const {board} = setUp();
  board.put({callid: 'a', status: 'accepted', number: '+41446681810', revision: 0});
  for (const revision of [0, 1, 2])
    board.read(metadata({callid: 'a', status: 'ringing', number: '+41 44 668 •• ••', revision}));
  expect(board.find('a')?.number).toBe('+41446681810');
});
