import type {Conference} from '@sidetone/core';
import {
  SidetoneConferenceChangeEvent,
  SidetoneLegChangeEvent,
  SidetoneParticipantEvent,
  SidetoneRoomDigitEvent,
} from '../events/room-facts.js';
import {report} from './answer-requests.js';

/** Tells the page what happens in the room, by events from `host`, until `signal` aborts. */
export function tellRoom(host: HTMLElement, conference: Conference, signal: AbortSignal): void {
  let inside = isIn(conference);
  conference.addEventListener(
    'change',
    () => {
      const change = new SidetoneConferenceChangeEvent(conference);
      host.dispatchEvent(change);
      // Who asked to join is told by the request why that failed; this is for what ended later.
      if (inside && conference.state === 'failed' && conference.error) report(host, conference.error);
      inside = isIn(conference);
    },
    {signal},
  );
  conference.addEventListener(
    'participants',
    ({participant, what}) => {
      const seen = new SidetoneParticipantEvent(participant, what);
      host.dispatchEvent(seen);
    },
    {signal},
  );
  conference.addEventListener(
    'legs',
    ({leg, what}) => {
      const change = new SidetoneLegChangeEvent(leg, what);
      host.dispatchEvent(change);
    },
    {signal},
  );
  conference.addEventListener(
    'digit',
    ({participant, digit}) => {
      const pressed = new SidetoneRoomDigitEvent(participant, digit);
      host.dispatchEvent(pressed);
    },
    {signal},
  );
}

const isIn = ({state}: Conference): boolean => state === 'joined' || state === 'reconnecting';
