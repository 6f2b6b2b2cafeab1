import {beginArriving} from '../../ivr/arriving.js';
import {begin, blank} from '../../ivr/beginning.js';
import {beginInRoom} from '../../ivr/in-room.js';
import type {Step} from '../../ivr/state.js';
import {after} from '../../ivr/steps.js';
import type {CallContext} from './context.js';

/** How a caller comes in: to type a PIN, into a room that somebody brings them into, or by a trunk, which is asked about. */
export type Entrance = {to: 'ivr'} | {to: 'room'; room: string} | {to: 'route'; sipCallId: string};

export function firstStep(entrance: Entrance, context: CallContext, called: string): Step {
  const {languages} = context.languagesOf(called);
  const moment = context.moment();
  switch (entrance.to) {
    case 'route':
      return beginArriving(languages, entrance.sipCallId, moment);
    case 'ivr':
      return answering(begin(languages, moment));
    case 'room':
      return answering(beginInRoom(blank(languages, moment), entrance.room));
  }
}

const answering = (first: Step): Step => after([{type: 'answer'}], first);
