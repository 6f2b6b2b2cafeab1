import {isCalling} from './calling.js';
import {ends} from './ends.js';
import {end, isResting} from './in-room.js';
import {stay, type Moment} from './steps.js';
import type {IvrState, Place, Step} from './state.js';

const without: ReadonlySet<Place> = new Set(['routing', 'leaving', 'over']);

/** It is answered, and not about to end. */
export const isAnswered = (state: IvrState): boolean => !isCalling(state) && !without.has(state.place);

/** Whether media has to come from the phone: none is what it means that the far side holds the call. */
export const owesMedia = (state: IvrState): boolean => isAnswered(state) && !isResting(state);

/** No media came for too long. */
export const unheard = (state: IvrState, moment: Moment): Step =>
  owesMedia(state) ? end(state, moment, ends.silent) : stay(state);
