import {ends} from './ends.js';
import type {PromptName, Spoken} from './prompts.js';
import type {IvrEffect, IvrRules, IvrState, Step} from './state.js';

/** When a step is made, in ms since 1970, and by which rules. */
export interface Moment {
  now: number;
  rules: IvrRules;
}

/** Goodbye takes no longer, ms: a call whose end of the playback got lost ends then. */
const longestGoodbye = 30_000;
export const stay = (state: IvrState): Step => ({state, effects: []});

export const after = (effects: readonly IvrEffect[], next: Step): Step => ({
  state: next.state,
  effects: [...effects, ...next.effects],
});

export const over = (state: IvrState): IvrState => ({
  ...undue(state),
  place: 'over',
  digits: '',
  playing: 0,
  end: state.end ?? ends.here,
});

export const wait = (state: IvrState, time: number, {now}: Moment): IvrState => ({
  ...state,
  deadline: Math.min(now + time, state.limit),
});

export function undue({deadline: _, ...state}: IvrState): IvrState {
  return state;
}
export function goodbye(state: IvrState, moment: Moment, ...prompts: PromptName[]): Step {
  const leaving = {...state, digits: '', place: 'leaving', limit: moment.now + longestGoodbye} as const;
  return say(leaving, ...prompts, 'goodbye');
}

export function say(state: IvrState, ...prompts: PromptName[]): Step {
  return play(
    state,
    prompts.map((prompt) => ({prompt, language: state.language})),
  );
}

export function play(state: IvrState, spoken: readonly Spoken[]): Step {
  const {state: quiet, effects} = hush(state);
  const playback = quiet.playbacks + 1;
  return {
    state: {...quiet, playing: playback, playbacks: playback, deadline: quiet.limit},
    effects: [...effects, {type: 'play', playback, spoken}],
  };
}

/** Ends what is being said. */
export function hush(state: IvrState): Step {
  if (!state.playing) return stay(state);
  return {state: {...state, playing: 0}, effects: [{type: 'stop', playback: state.playing}]};
}
