import {expect, test} from 'vitest';
import {callRows, type ListedCall} from './call-list.core.js';

const call = (id: string, given: Partial<ListedCall>) =>
  ({
    id,
    status: 'connected',
    heldBy: 'none',
    pending: undefined,
    ended: false,
    connectedAt: 1,
    direction: 'outgoing',
    remote: {displayName: id, uri: `sip:${id}@x`},
    ...given,
  }) as ListedCall;

const held = call('held', {status: 'held', heldBy: 'local'});
const talking = call('talking', {});
const waiting = call('waiting', {status: 'ringing', direction: 'incoming', connectedAt: undefined as never});

test('the call that talks is current, a held one can be switched to, a waiting one answered', () => {
  const rows = callRows([held, talking, waiting], talking, []);
  expect(rows.map(({current, action, canHold, canMerge}) => ({current, action, canHold, canMerge}))).toEqual([
    {current: false, action: 'resume', canHold: false, canMerge: true},
    {current: true, action: 'none', canHold: true, canMerge: true},
    {current: false, action: 'answer', canHold: false, canMerge: false},
  ]);
});

test('a single held call is not current and cannot be merged', () => {
  expect(callRows([held], held, [])).toMatchObject([{current: false, canMerge: false}]);
});

test('merged calls are all current', () => {
  const other = call('other', {});
  expect(callRows([talking, other], talking, [talking, other])).toMatchObject([
    {current: true, merged: true},
    {current: true, merged: true},
  ]);
});
