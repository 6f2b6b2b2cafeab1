import type {Participant} from '@sidetone/core';
import {FakeConference, FakeLeg, fakeParticipant} from '@sidetone/core/testing/fakes';
import type {SidetoneProvider} from '../provider/provider.js';
import {settled} from './settled.js';

/** A room that was joined by Alice, with Bob in it. */
export function fakeRoom(facts: Parameters<FakeConference['set']>[0] = {}): FakeConference {
  const room = new FakeConference();
  room.set({
    state: 'joined',
    local: fakeParticipant({id: 'me', name: 'Alice', local: true}),
    participants: [fakeParticipant({id: 'bob', name: 'Bob Baker'})],
    ...facts,
  });
  return room;
}

/** Puts the provider into such a room. */
export async function enter(
  {provider}: {provider: SidetoneProvider},
  room: FakeConference = fakeRoom(),
): Promise<FakeConference> {
  provider.conference = room;
  await settled(document);
  return room;
}

/** A phone in the room, and its participant. */
export function phoneInRoom(
  room: FakeConference,
  facts: Partial<FakeLeg> = {},
  participant: Partial<Participant> = {},
): FakeLeg {
  const number = '+41446681800';
  const leg = new FakeLeg(`leg-${room.legs.length + 1}`, {
    name: 'Erna',
    number,
    status: 'connected',
    ...facts,
  });
  leg.set({participantId: `sip-${leg.id}`});
  room.show({id: `sip-${leg.id}`, name: leg.name, kind: 'phone', number, leg, ...participant});
  return room.addLeg(leg);
}
