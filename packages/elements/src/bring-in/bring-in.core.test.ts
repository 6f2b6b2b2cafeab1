import type {BroughtInCall, Call, ConferenceState} from '@sidetone/core';
import {describe, expect, test} from 'vitest';
import {placeOf, sideCalls, type SideCall} from './bring-in.core.js';

const call = (facts: Partial<SideCall> = {}): SideCall => ({
  status: 'connected',
  heldBy: 'none',
  ended: false,
  connectedAt: 1,
  direction: 'outgoing',
  pending: undefined,
  ...facts,
});
const beside = (one: SideCall, guest?: Partial<BroughtInCall>, state: ConferenceState = 'joined') =>
  sideCalls([one as Call], {
    state,
    broughtIn: guest ? [{call: one as Call, via: 'page', pending: undefined, ...guest}] : [],
  });

describe('placeOf', () => {
  test('a call that comes in rings, one that goes out is being called', () => {
    const early = {status: 'ringing', connectedAt: undefined} as const;
    expect(placeOf(call({...early, direction: 'incoming'}))).toBe('ringing');
    expect(placeOf(call(early))).toBe('calling');
  });

  test('a call waits only when this side holds it', () => {
    expect(placeOf(call({status: 'held', heldBy: 'local'}))).toBe('waiting');
    expect(placeOf(call({status: 'held', heldBy: 'both'}))).toBe('waiting');
    expect(placeOf(call({status: 'held', heldBy: 'remote'}))).toBe('talking');
  });
});

describe('sideCalls', () => {
  test('a call is in the room only once the room hears it', () => {
    expect(beside(call(), {pending: 'bring-in'})).toMatchObject([{place: 'talking', pending: 'bring-in'}]);
    expect(beside(call(), {})).toMatchObject([{place: 'room', pending: undefined}]);
    expect(beside(call(), {via: 'server', pending: 'bring-in'})).toMatchObject([{place: 'talking'}]);
    expect(beside(call(), {pending: 'hand'})).toMatchObject([{place: 'room', pending: 'hand'}]);
  });

  test('nothing is beside a room that was not joined', () => {
    expect(beside(call(), undefined, 'joining')).toEqual([]);
    expect(beside(call(), undefined, 'reconnecting')).toHaveLength(1);
    expect(beside(call({ended: true}))).toEqual([]);
  });
});
