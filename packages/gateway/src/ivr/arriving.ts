import type {Language} from '../rooms/languages.js';
import type {InboundRoute} from '../routing/inbound-route.js';
import {blank, greet} from './beginning.js';
import {refusal} from './ends.js';
import {join} from './in-room.js';
import type {IvrEffect, IvrState, Step} from './state.js';
import {after, say, type Moment} from './steps.js';

/** An announcement takes no longer, ms: a call whose end of the playback got lost ends then. */
const longestWords = 30_000;

/** A call that a trunk has brought: it rings until somebody has said where it goes. */
export function beginArriving(
  languages: readonly [Language, ...Language[]],
  sipCallId: string,
  moment: Moment,
): Step {
  return {
    state: {...blank(languages, moment), place: 'routing', sipCallId},
    effects: [{type: 'route'}],
  };
}

/** In other languages from now on. */
export const speaking = (state: IvrState, languages = state.languages): IvrState => ({
  ...state,
  languages,
  language: languages[0] ?? state.language,
});

/** Somebody has said where. */
export function routed(state: IvrState, route: InboundRoute, moment: Moment): Step {
  const answer: IvrEffect[] = [{type: 'answer'}];
  switch (route.kind) {
    case 'room':
      return after(answer, join({...state, room: route.room}));
    case 'ivr':
      return after(answer, greet(state, moment));
    case 'refused': {
      // Heard as early media: the call is refused, not answered.
      const end = refusal({code: route.code});
      const leaving = {...state, place: 'leaving', end, limit: moment.now + longestWords} as const;
      return after([{type: 'progress'}], say(leaving, route.prompt));
    }
  }
}

/** What the gateway that takes the call over does again. */
export function resumeArriving({sipCallId, place, end}: IvrState): readonly IvrEffect[] {
  if (sipCallId === undefined) return [];
  if (place === 'routing') return [{type: 'route'}];
  return end ? [] : [{type: 'answer'}];
}
