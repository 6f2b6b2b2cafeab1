import type {Conference, ConferenceState, Participant, PhoneLeg} from '@sidetone/core';
import {eventNames} from './names.js';

const composed = {bubbles: true, composed: true};

/** The conference was joined, left, lost, held or muted, or there is another one: read its `state`, `held`, `muted`, `broughtIn`. */
export class SidetoneConferenceChangeEvent extends Event {
  readonly state: ConferenceState;

  constructor(readonly conference: Conference | undefined) {
    super(eventNames.conferenceChange, composed);
    this.state = conference?.state ?? 'idle';
  }
}

/** Somebody came into the room, left it, or is shown differently. */
export class SidetoneParticipantEvent extends Event {
  constructor(
    readonly participant: Participant,
    readonly what: 'joined' | 'changed' | 'left',
  ) {
    super(eventNames.participant, composed);
  }
}

/** A phone was called into the room or has dialled in, has another status, or is no longer listed. */
export class SidetoneLegChangeEvent extends Event {
  constructor(
    readonly leg: PhoneLeg,
    readonly what: 'added' | 'changed' | 'removed',
  ) {
    super(eventNames.legChange, composed);
  }
}

/** Somebody on a phone in the room pressed a key. */
export class SidetoneRoomDigitEvent extends Event {
  constructor(
    readonly participant: Participant,
    readonly digit: string,
  ) {
    super(eventNames.roomDigit, composed);
  }
}
