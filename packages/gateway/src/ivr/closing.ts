import {routed} from './arriving.js';
import {cancel, isCalling} from './calling.js';
import {ends} from './ends.js';
import {inRoom} from './in-room.js';
import type {IvrState, Step} from './state.js';
import {after, goodbye, stay, type Moment} from './steps.js';

/** The gateway goes down and no other is there: whoever is on the line is told goodbye. */
export function closing(state: IvrState, moment: Moment): Step {
  if (state.place === 'leaving') return stay(state);
  if (isCalling(state)) return cancel(state, moment);
  // Not answered yet: whoever sends such calls may try elsewhere.
  if (state.place === 'routing') return routed(state, {kind: 'refused', code: 503, prompt: 'failed'}, moment);
  const words = goodbye({...state, end: ends.here}, moment);
  if (inRoom(state)) return after([{type: 'leave'}], words);
  return state.place === 'waiting' ? after([{type: 'music', on: false}], words) : words;
}
