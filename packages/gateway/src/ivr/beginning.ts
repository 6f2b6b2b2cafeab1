import type {Language} from '../rooms/languages.js';
import type {PromptName, Spoken} from './prompts.js';
import type {IvrState, Step} from './state.js';
import {play, say, type Moment} from './steps.js';

/** The beginning of a call. Several languages: the caller chooses one by a key first. */
export function begin(languages: readonly [Language, ...Language[]], moment: Moment): Step {
  return greet(blank(languages, moment), moment);
}

/** The first words to a caller: what comes before them counts for nothing. */
export function greet(state: IvrState, {now, rules}: Moment): Step {
  const limit = now + rules.total;
  return state.languages.length > 1
    ? askLanguage({...state, place: 'language', limit})
    : say({...state, place: 'pin', limit}, 'welcome', 'pin');
}

/** Before the first word. */
export function blank(languages: readonly [Language, ...Language[]], {now, rules}: Moment): IvrState {
  return {
    place: 'pin',
    language: languages[0],
    languages,
    digits: '',
    attempts: 0,
    playing: 0,
    playbacks: 0,
    limit: now + rules.total,
    returns: 0,
    muted: 'none',
    held: false,
  };
}

export function askLanguage(state: IvrState): Step {
  const spoken = state.languages.flatMap((language, index): Spoken[] => [
    {prompt: 'language', language},
    {prompt: String(index + 1) as PromptName, language},
  ]);
  return play(state, spoken);
}
