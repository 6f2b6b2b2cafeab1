import type {Participant, Phone} from '@sidetone/core';
import {describe, expect, test} from 'vitest';
import type {CallEntry} from '../legs/entry.js';
import {Leg} from '../legs/leg.js';
import {OwnPhone} from './own-phone.js';

const host = {control: async () => {}, mayControl: () => true};
const phone = {accounts: [{aor: 'sip:alice@sip.example.org'}]} as unknown as Phone;
const alice = {id: '434', kind: 'person', local: true, number: undefined} as Participant;
const bob = {id: '435', kind: 'person', local: false, number: undefined} as Participant;

/** A phone in the room, as the gateway writes of it. */
function onThePhone(number: string, entry?: Partial<CallEntry>): Participant {
  const leg = entry && new Leg({callid: number, status: 'connected', number, ...entry}, host);
  return {id: `phone-${number}`, kind: 'phone', local: false, number, leg} as unknown as Participant;
}

const find = (one: Participant, {served = true} = {}) =>
  new OwnPhone(phone).find([alice, bob, one], {served}) === one;

describe('where a gateway serves the room', () => {
  test('the phone of which it says so, whatever its number', () => {
    expect(find(onThePhone('alice', {direction: 'incoming', owner: '434', ownPhone: true}))).toBe(true);
    expect(find(onThePhone('+41 79 •••', {direction: 'incoming', owner: '434', ownPhone: true}))).toBe(true);
  });

  test('a caller who says that they are "alice" is not her', () => {
    expect(find(onThePhone('alice', {direction: 'incoming'}))).toBe(false);
    expect(find(onThePhone('alice', {direction: 'incoming', owner: '435', ownPhone: true}))).toBe(false);
    expect(find(onThePhone('alice'))).toBe(false);
    // Brought in by her.
    expect(find(onThePhone('alice', {direction: 'incoming', owner: '434'}))).toBe(false);
  });

  test('her own phone, called out of the room by herself', () => {
    expect(find(onThePhone('alice', {direction: 'outgoing', owner: '434'}))).toBe(true);
    expect(find(onThePhone('carol', {direction: 'outgoing', owner: '434'}))).toBe(false);
  });
});

test('elsewhere the phone with the user of one of the accounts', () => {
  expect(find(onThePhone('alice'), {served: false})).toBe(true);
  expect(find(onThePhone('carol'), {served: false})).toBe(false);
});
