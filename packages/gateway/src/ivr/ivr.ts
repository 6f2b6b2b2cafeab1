import {resumeArriving, routed, speaking} from './arriving.js';
import {askLanguage} from './beginning.js';
import {
  answered,
  cancel,
  chosen,
  dialled,
  found,
  isCalling,
  lost,
  putOut,
  resumeCalling,
  rings,
  silent,
  turnedDown,
  unanswered,
} from './calling.js';
import {closing} from './closing.js';
import {ends} from './ends.js';
import {end, inRoom, join, joined, left, move, rests, takesPort, tooLong} from './in-room.js';
import type {PromptName} from './prompts.js';
import {isAnswered, unheard} from './silence.js';
import type {Hangup, IvrEffect, IvrEvent, IvrState, Step, Verdict} from './state.js';
import {after, goodbye, hush, over, say, stay, undue, wait, type Moment} from './steps.js';

/** So often a caller who waits for a conference looks whether it has begun, ms. */
const betweenLooks = 2000;

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
      return state.place === 'checking' || state.place === 'waiting'
        ? judged(state, event.verdict, moment)
        : stay(state);
    case 'routed':
      return state.place === 'routing'
        ? routed(speaking(state, event.languages), event.route, moment)
        : stay(state);
    case 'joined':
      return state.place === 'joining' && state.room === event.room
        ? stay(joined({...state, ...(event.dialog && {dialog: event.dialog})}, moment))
        : stay(state);
    case 'left':
      if (isCalling(state)) return event.reason === 'lost' ? lost(state, moment) : putOut(state, moment);
      return inRoom(state) ? left(state, event.reason, moment) : stay(state);
    case 'muted':
      return stay({...state, muted: event.what});
    case 'held':
      return stay({...state, held: event.on});
    case 'rests':
      return isAnswered(state) ? rests(state, event.on) : stay(state);
    case 'portless':
      return inRoom(state) ? takesPort(state, event) : stay(state);
    case 'move':
      return inRoom(state) && state.room !== event.room ? move(state, event.room) : stay(state);
    case 'end':
      return isCalling(state) ? cancel(state, moment) : end(state, moment);
    case 'closing':
      return closing(state, moment);
    case 'found':
      if (isCalling(state)) return found(state, event.channel, moment);
      return event.channel === undefined ? step(state, {type: 'hung-up'}, moment) : stay(state);
    case 'chosen':
      return state.place === 'dialling' ? chosen(state, event.route, moment) : stay(state);
    case 'silent':
      return silent(state, moment);
    case 'unheard':
      return unheard(state, moment);
    case 'dialled':
      return isCalling(state) ? dialled(state, moment) : stay(state);
    case 'rings':
      return isCalling(state) ? rings(state, moment) : stay(state);
    case 'answered':
      return isCalling(state) ? answered(state) : stay(state);
    case 'hung-up':
      // Whoever is called: Asterisk's next event says why.
      if (isCalling(state)) return isTold(event) ? turnedDown(state, event, moment) : stay(state);
      return {
        state: over({
          ...state,
          end: state.end ?? (state.place === 'routing' ? ends.cancelled : ends.remote),
        }),
        effects: inRoom(state) ? [{type: 'leave'}] : [],
      };
  }
}

const isTold = ({code, cause}: Hangup) => code !== undefined || cause !== undefined;

/** What the gateway that takes a call over does again. Effects are carried out after the state was kept: those of the last step may be missing. */
export function resume(state: IvrState): readonly IvrEffect[] {
  return [...resumeArriving(state), ...resumeCalling(state), ...resumeDialogue(state)];
}

function resumeDialogue(state: IvrState): readonly IvrEffect[] {
  if (state.place === 'checking') return [{type: 'check', pin: state.digits}];
  if (state.place === 'waiting') return [{type: 'music', on: true}];
  if (state.place === 'leaving' && !state.playing) return [{type: 'hang-up'}];
  return inRoom(state) ? [{type: 'join', room: state.room ?? ''}] : [];
}

function digit(state: IvrState, key: string, moment: Moment): Step {
  if (state.place === 'language') return chooseLanguage(state, key);
  if (state.place !== 'pin') return key === '#' ? stay(hashCame(state)) : stay(state);
  if (key === '*') return say({...state, digits: ''}, 'pin');
  // The '#' after a PIN that was complete without it is no empty PIN.
  if (key === '#') return state.digits ? submit(state) : stay(state);
  if (!/^\d$/.test(key)) return stay(state);
  const {state: quiet, effects} = hush(state);
  const typed = wait({...quiet, digits: quiet.digits + key}, moment.rules.interDigit, moment);
  if (typed.digits.length < moment.rules.pinLength) return {state: typed, effects};
  return after(effects, submit({...typed, hashDue: true}));
}

/** Whoever has pressed it will not press it in the room. */
function hashCame(state: IvrState): IvrState {
  if (!state.hashDue) return state;
  const {hashDue: _, ...rest} = state;
  return rest;
}

function submit(state: IvrState): Step {
  const {state: quiet, effects} = hush(state);
  return {
    state: {...undue(quiet), place: 'checking'},
    effects: [...effects, {type: 'check', pin: quiet.digits}],
  };
}

function judged(state: IvrState, verdict: Verdict, moment: Moment): Step {
  const language = ('language' in verdict && verdict.language) || state.language;
  const forgotten = {...state, digits: '', language};
  switch (verdict.kind) {
    case 'room':
      return enter({...forgotten, room: verdict.room});
    case 'waiting':
      return holdTheLine({...forgotten, room: verdict.room}, moment);
    case 'ended':
      return quietly(goodbye({...forgotten, end: ends.conference}, moment, 'ended'));
    case 'wrong': {
      const attempts = Math.max(forgotten.attempts + 1, moment.rules.maxAttempts - verdict.attemptsLeft);
      return stay({...forgotten, attempts, place: 'refused', deadline: moment.now + verdict.delay});
    }
    default:
      return goodbye(forgotten, moment, verdict.kind);
  }
}

/** Music is no playback: it is ended by itself. */
const quietly = (next: Step): Step => after([{type: 'music', on: false}], next);

function enter(state: IvrState): Step {
  return state.place === 'waiting' ? quietly(join(state)) : join(state);
}

/** The conference has not begun: the caller is told, then hears music. */
function holdTheLine(state: IvrState, moment: Moment): Step {
  if (state.place === 'waiting') return stay(wait(state, betweenLooks, moment));
  const limit = moment.now + moment.rules.waiting;
  const {state: told, effects} = say({...state, place: 'waiting', limit}, 'waiting');
  return {state: wait(told, betweenLooks, moment), effects};
}

function due(state: IvrState, moment: Moment): Step {
  switch (state.place) {
    case 'dialling':
    case 'ringing':
      return unanswered(state, moment);
    case 'room':
      return moment.now >= state.limit ? tooLong(state, moment) : stay(undue(state));
    case 'refused':
      return askAgain(state, 'wrong', moment);
    case 'leaving':
      return {state: over(state), effects: [{type: 'hang-up'}]};
    case 'waiting':
      if (moment.now >= state.limit) return quietly(goodbye(state, moment));
      // The next deadline comes with the answer; if there is none, with the next but one.
      return {
        state: wait(state, 2 * betweenLooks, moment),
        effects: [{type: 'look', room: state.room ?? ''}],
      };
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
    case 'waiting':
      return {state: quiet, effects: [{type: 'music', on: true}]};
    case 'pin':
    case 'language':
      return stay(wait(quiet, moment.rules.firstDigit, moment));
    default:
      return stay(quiet);
  }
}

function chooseLanguage(state: IvrState, key: string): Step {
  const language = state.languages[Number(key) - 1];
  return language ? say({...state, place: 'pin', language}, 'welcome', 'pin') : stay(state);
}
