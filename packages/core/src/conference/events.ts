import type {Conference} from './conference.js';
import type {Participant} from './participant.js';
import type {PhoneLeg} from './phone-leg.js';

/** Anything that the conference itself shows has changed: state, error, muted, held, broughtIn, ownPhone, playback. */
export class ConferenceChangeEvent extends Event {
  constructor(readonly conference: Conference) {
    super('change');
  }
}

/** Somebody came, went, or is shown differently. Not for levels. */
export class ParticipantsEvent extends Event {
  constructor(
    readonly participant: Participant,
    readonly what: 'joined' | 'changed' | 'left',
  ) {
    super('participants');
  }
}

/** `level` or `speaking` of somebody has changed: comes a few times a second while people talk. */
export class LevelsEvent extends Event {
  constructor() {
    super('levels');
  }
}

/** A phone was called or has dialled in, has another status, or is no longer listed. */
export class LegsEvent extends Event {
  constructor(
    readonly leg: PhoneLeg,
    readonly what: 'added' | 'changed' | 'removed',
  ) {
    super('legs');
  }
}

/** The one leg has changed. */
export class LegChangeEvent extends Event {
  constructor(readonly leg: PhoneLeg) {
    super('change');
  }
}

/** Somebody on a phone in the room pressed a key. */
export class ParticipantDigitEvent extends Event {
  constructor(
    readonly participant: Participant,
    readonly digit: string,
  ) {
    super('digit');
  }
}

export interface ConferenceEvents {
  change: ConferenceChangeEvent;
  participants: ParticipantsEvent;
  levels: LevelsEvent;
  legs: LegsEvent;
  digit: ParticipantDigitEvent;
}
