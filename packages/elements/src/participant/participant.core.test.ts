import type {Participant} from '@sidetone/core';
import {FakeLeg, fakeParticipant} from '@sidetone/core/testing/fakes';
import {describe, expect, test} from 'vitest';
import {everybody, keyOf, somebodyView, type Somebody} from './participant.core.js';

const one = (facts: Partial<Participant> = {}): Somebody => ({
  participant: fakeParticipant({id: 'bob', name: 'Bob Baker', ...facts}),
  leg: undefined,
  host: undefined,
});
const phone = (facts: Partial<FakeLeg> = {}): Somebody => ({
  participant: undefined,
  leg: new FakeLeg('7', {name: '+41 44 668 18 00', number: '+41446681800', ...facts}),
  host: undefined,
});

describe('somebodyView', () => {
  test('a person has initials, and no badge', () => {
    expect(somebodyView(one())).toMatchObject({
      kind: 'person',
      initials: 'BB',
      status: undefined,
      microphone: 'on',
      controls: 'none',
    });
    expect(somebodyView(one({name: '王小明'})).initials).toBe('王');
    expect(somebodyView(one({name: '600'})).initials).toBe('');
  });

  test('a phone that rings has a badge, and can only be hung up', () => {
    expect(somebodyView(phone({status: 'ringing'}))).toMatchObject({
      kind: 'phone',
      status: 'ringing',
      microphone: undefined,
      controls: 'hangup',
      number: undefined,
    });
  });

  test('a phone says its number beside its name', () => {
    expect(somebodyView(phone({name: 'Erna'})).number).toBe('+41446681800');
  });

  test('a shortened number is no name: the number is shown once, in full to those who control the phone', () => {
    const shortened = {name: '+41 44 668 •• ••', status: 'connected'} as const;
    expect(somebodyView(phone(shortened))).toMatchObject({name: '+41 44 668 18 00', number: undefined});
    expect(somebodyView(phone({...shortened, controllable: false}))).toMatchObject({
      name: '+41 44 668 •• ••',
      number: undefined,
    });
    expect(somebodyView(phone({name: '+49 •••'})).number).toBe('+41446681800');
  });

  test('a phone shows which way it is silent', () => {
    const talking = {status: 'connected'} as const;
    expect(somebodyView(phone({...talking, muted: 'microphone'}))).toMatchObject({
      microphone: 'off',
      deafened: false,
      controls: 'all',
    });
    expect(somebodyView(phone({...talking, muted: 'speaker'}))).toMatchObject({
      microphone: 'on',
      deafened: true,
    });
    expect(somebodyView(phone({status: 'held'})).microphone).toBe('off');
  });

  test('what is over, or belongs to others, is not controlled', () => {
    expect(somebodyView(phone({status: 'rejected', cause: 'busy'}))).toMatchObject({
      cause: 'busy',
      controls: 'none',
    });
    expect(somebodyView(phone({status: 'connected', controllable: false})).controls).toBe('none');
  });

  test('a caller says through whose page they are heard', () => {
    const host = fakeParticipant({id: 'me', local: true});
    const caller = one({kind: 'phone', via: 'page', hostId: 'me'});
    expect(somebodyView({...caller, host})).toMatchObject({note: 'throughYours', status: 'connected'});
    expect(somebodyView({...caller, host: fakeParticipant({id: 'eve'})}).note).toBe('through');
  });

  test('being away says more than being oneself', () => {
    expect(somebodyView(one({local: true, away: true})).note).toBe('away');
  });
});

test('phones are listed once, after the people, and keep their place when they enter the room', () => {
  const me = fakeParticipant({id: 'me', local: true});
  const bob = fakeParticipant({id: 'bob'});
  const [first, second] = [new FakeLeg('1'), new FakeLeg('2')];
  const list = (participants: Participant[]) => everybody(me, participants, [first, second]).map(keyOf);
  const keys = ['participant me', 'participant bob', 'leg 1', 'leg 2'];
  expect(list([bob])).toEqual(keys);
  expect(list([fakeParticipant({id: 'sip_2', kind: 'phone', leg: second}), bob])).toEqual(keys);
  first.participantId = 'sip_1';
  expect(list([bob, fakeParticipant({id: 'sip_1', kind: 'phone'})])).toEqual(keys);
});

test('a phone whose call is not listed is shown as a participant', () => {
  const caller = fakeParticipant({id: 'sip_9', kind: 'phone', leg: new FakeLeg('9')});
  expect(everybody(undefined, [caller], []).map(keyOf)).toEqual(['leg 9']);
});
