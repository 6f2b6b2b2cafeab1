import type {Participant} from '../conference/participant.js';

/** A participant with what is given, and otherwise somebody who listens. */
export function fakeParticipant(given: Partial<Participant> & Pick<Participant, 'id'>): Participant {
  return {
    name: given.id,
    kind: 'person',
    local: false,
    muted: false,
    away: false,
    speaking: false,
    level: 0,
    quality: 'good',
    audio: undefined,
    videos: [],
    number: undefined,
    leg: undefined,
    via: given.kind === 'phone' ? 'server' : undefined,
    hostId: undefined,
    ...given,
  };
}
