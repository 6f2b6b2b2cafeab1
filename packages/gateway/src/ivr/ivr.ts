import type {Language} from '../rooms/languages.js';
import {ends} from './ends.js';
import type {PromptName, Spoken} from './prompts.js';
import type {IvrEffect, IvrEvent, IvrRules, IvrState, LeaveReason, Step, Verdict} from './state.js';

/** When a step is made, in ms since 1970, and by which rules. */
export interface Moment {
  now: number;
  rules: IvrRules;
}

/** Goodbye takes no longer, ms: a call whose end of the playback got lost ends then. */
const longestGoodbye = 30_000;
/** Asterisk tells that it has hung up; a call of which it does not is over then, ms. */
const longestEnd = 5000;

/** The beginning of a call. Several languages: the caller chooses one by a key first. */
export function begin(languages: readonly [Language, ...Language[]], moment: Moment): Step {
  const blank: IvrState = {
    place: languages.length > 1 ? 'language' : 'pin',
    language: languages[0],
    languages,
    digits: '',
    attempts: 0,
    playing: 0,
    playbacks: 0,
    limit: moment.now + moment.rules.total,
    returns: 0,
    muted: 'none',
    held: false,
  };
  return blank.place === 'language' ? askLanguage(blank) : say(blank, 'welcome', 'pin');
}

/** One step of the dialogue. Pure: the same state and event give the same step. An event that means nothing here changes nothing. */
export function step(state: IvrState, event: IvrEvent, moment: Moment): Step {
  if (state.place === 'over') return stay(state);
  switch (event.type) {
    case 'digit':
      return digit(state, event.digit, moment);
    case 'played':
      return event.playback === state.playing ? played(state, moment) : stay(state);
    case 'time':
      return moment.now >= (state.deadline ?? Infinity) ? due(state, moment) : stay(state);
    case 'verdict':
      return state.place === 'checking' ? judged(state, event.verdict, moment) : stay(state);
    case 'joined':
      return state.place === 'joining' && state.room === event.room
        ? stay(joined(state, moment))
        : stay(state);
    case 'left':
      return inRoom(state) ? left(state, event.reason, moment) : stay(state);
    case 'muted':
      return stay({...state, muted: event.what});
    case 'held':
      return stay({...state, held: event.on});
    case 'move':
      return inRoom(state) && state.room !== event.room ? move(state, event.room) : stay(state);
    case 'end':
      return end(state, moment);
    case 'hung-up':
      return {
        state: over({...state, end: state.end ?? ends.remote}),
        effects: inRoom(state) ? [{type: 'leave'}] : [],
      };
  }
}

/** What the gateway that takes a call over does again. Effects are carried out after the state was kept: those of the last step may be missing. */
export function resume(state: IvrState): readonly IvrEffect[] {
  if (state.place === 'checking') return [{type: 'check', pin: state.digits}];
  if (state.place === 'leaving' && !state.playing) return [{type: 'hang-up'}];
  return inRoom(state) ? [{type: 'join', room: state.room ?? ''}] : [];
}

export const inRoom = ({place}: IvrState) => place === 'joining' || place === 'room';

function digit(state: IvrState, key: string, moment: Moment): Step {
  if (state.place === 'language') return chooseLanguage(state, key);
  if (state.place !== 'pin') return stay(state);
  if (key === '*') return say({...state, digits: ''}, 'pin');
  // The '#' after a PIN that was complete without it is no empty PIN.
  if (key === '#') return state.digits ? submit(state) : stay(state);
  if (!/^\d$/.test(key)) return stay(state);
  const {state: quiet, effects} = hush(state);
  const typed = wait({...quiet, digits: quiet.digits + key}, moment.rules.interDigit, moment);
  if (typed.digits.length < moment.rules.pinLength) return {state: typed, effects};
  return after(effects, submit(typed));
}

function submit(state: IvrState): Step {
  const {state: quiet, effects} = hush(state);
  return {
    state: {...undue(quiet), place: 'checking'},
    effects: [...effects, {type: 'check', pin: quiet.digits}],
  };
}

function judged(state: IvrState, verdict: Verdict, moment: Moment): Step {
  const forgotten = {...state, digits: ''};
  switch (verdict.kind) {
    case 'room':
      return join({...forgotten, room: verdict.room});
    case 'wrong': {
      const attempts = Math.max(forgotten.attempts + 1, moment.rules.maxAttempts - verdict.attemptsLeft);
      return stay({...forgotten, attempts, place: 'refused', deadline: moment.now + verdict.delay});
    }
    default:
      return goodbye(forgotten, moment, verdict.kind);
  }
}

function due(state: IvrState, moment: Moment): Step {
  switch (state.place) {
    case 'refused':
      return askAgain(state, 'wrong', moment);
    case 'leaving':
      return {state: over(state), effects: [{type: 'hang-up'}]};
    case 'language':
      return moment.now >= state.limit ? goodbye(state, moment) : askLanguage(state);
    case 'pin':
      if (moment.now >= state.limit) return goodbye(state, moment);
      if (!state.digits) return say(state, 'pin');
      return askAgain({...state, attempts: state.attempts + 1}, 'incomplete', moment);
    default:
      return stay(undue(state));
  }
}

function askAgain(state: IvrState, prompt: PromptName, moment: Moment): Step {
  if (state.attempts >= moment.rules.maxAttempts) return goodbye(state, moment, prompt);
  return say({...state, digits: '', place: 'pin'}, prompt, 'pin');
}

function played(state: IvrState, moment: Moment): Step {
  const quiet = {...state, playing: 0};
  switch (state.place) {
    case 'leaving':
      return {state: over(quiet), effects: [{type: 'hang-up'}]};
    case 'pin':
    case 'language':
      return stay(wait(quiet, moment.rules.firstDigit, moment));
    default:
      return stay(quiet);
  }
}

const joined = ({moving: _, ...state}: IvrState, {now}: Moment): IvrState => ({
  ...state,
  place: 'room',
  joinedAt: state.joinedAt ?? now,
});

function left(state: IvrState, reason: LeaveReason, moment: Moment): Step {
  if (reason !== 'lost') return goodbye({...state, end: ends.conference}, moment, 'ended');
  const returns = state.place === 'room' ? 1 : state.returns + 1;
  if (returns <= moment.rules.maxReturns) return join({...state, returns});
  return goodbye({...state, end: ends.lost}, moment, 'failed');
}

function move({joinedAt: _, ...state}: IvrState, room: string): Step {
  return join({...state, room, moving: true, returns: 0});
}

/** The call is over when Asterisk says so. */
function end(state: IvrState, {now}: Moment): Step {
  const {state: quiet, effects} = hush(state);
  const leave: IvrEffect[] = inRoom(state) ? [{type: 'leave'}] : [];
  return {
    state: {...quiet, digits: '', place: 'leaving', end: ends.here, deadline: now + longestEnd},
    effects: [...effects, {type: 'hang-up'}, ...leave],
  };
}

function join(state: IvrState): Step {
  const {state: quiet, effects} = hush(state);
  return {
    state: {...undue(quiet), place: 'joining'},
    effects: [...effects, {type: 'join', room: state.room ?? ''}],
  };
}

function chooseLanguage(state: IvrState, key: string): Step {
  const language = state.languages[Number(key) - 1];
  return language ? say({...state, place: 'pin', language}, 'welcome', 'pin') : stay(state);
}

function askLanguage(state: IvrState): Step {
  const spoken = state.languages.flatMap((language, index): Spoken[] => [
    {prompt: 'language', language},
    {prompt: String(index + 1) as PromptName, language},
  ]);
  return play(state, spoken);
}

function goodbye(state: IvrState, moment: Moment, ...prompts: PromptName[]): Step {
  const leaving = {...state, digits: '', place: 'leaving', limit: moment.now + longestGoodbye} as const;
  return say(leaving, ...prompts, 'goodbye');
}

function say(state: IvrState, ...prompts: PromptName[]): Step {
  return play(
    state,
    prompts.map((prompt) => ({prompt, language: state.language})),
  );
}

function play(state: IvrState, spoken: readonly Spoken[]): Step {
  const {state: quiet, effects} = hush(state);
  const playback = quiet.playbacks + 1;
  return {
    state: {...quiet, playing: playback, playbacks: playback, deadline: quiet.limit},
    effects: [...effects, {type: 'play', playback, spoken}],
  };
}

/** Ends what is being said. */
function hush(state: IvrState): Step {
  if (!state.playing) return stay(state);
  return {state: {...state, playing: 0}, effects: [{type: 'stop', playback: state.playing}]};
}

const stay = (state: IvrState): Step => ({state, effects: []});

const after = (effects: readonly IvrEffect[], next: Step): Step => ({
  state: next.state,
  effects: [...effects, ...next.effects],
});

const over = (state: IvrState): IvrState => ({
  ...undue(state),
  place: 'over',
  digits: '',
  playing: 0,
  end: state.end ?? ends.here,
});

const wait = (state: IvrState, time: number, {now}: Moment): IvrState => ({
  ...state,
  deadline: Math.min(now + time, state.limit),
});

function undue({deadline: _, ...state}: IvrState): IvrState {
  return state;
}
