import {describeEnd, type CallEnd} from '@sidetone/core';
import type {Language} from '../rooms/languages.js';
import {ends} from './ends.js';
import {join} from './in-room.js';
import type {Hangup, IvrEffect, IvrState, Step} from './state.js';
import {over, stay, undue, type Moment} from './steps.js';

/** Whoever is called has to be rung within so many ms of the request; a call that cannot start by then is given up. */
const longestStart = 45_000;
/** Asterisk tells that it has hung up; a call of which it does not is over then, ms. */
const longestEnd = 5000;
/** Q.850: nobody answered. */
const noAnswer = 19;

/** The beginning of a call to a phone: it stands in the database until the gateway that holds the Asterisk takes it on. */
export function beginCalling(room: string, language: Language, now: number): IvrState {
  return {
    place: 'dialling',
    dialled: false,
    language,
    languages: [language],
    digits: '',
    attempts: 0,
    playing: 0,
    playbacks: 0,
    limit: now + longestStart,
    room,
    muted: 'none',
    held: false,
    returns: 0,
  };
}

export const isCalling = ({place}: IvrState) => place === 'dialling' || place === 'ringing';

/** The gateway in charge looks at the call anew: this is its channel in Asterisk, if it has one. */
export function found(state: IvrState, channel: string | undefined, moment: Moment): Step {
  if (channel === 'Up') return answered(state);
  if (channel === 'Ringing' || channel === 'Ring') return rings(state, moment);
  if (!state.dialled) return start(state, moment);
  return channel === undefined ? {state: over({...state, end: ends.lost}), effects: []} : stay(state);
}

function start(state: IvrState, {now}: Moment): Step {
  if (now >= state.limit) return refuse(state, {});
  return {state: {...state, deadline: state.limit}, effects: [{type: 'dial'}]};
}

/** The INVITE is out. */
export function dialled(state: IvrState, moment: Moment): Step {
  return state.dialled ? stay(state) : stay(awaitAnswer(state, moment));
}

export function rings(state: IvrState, moment: Moment): Step {
  if (state.place === 'ringing') return stay(state);
  return stay({...(state.dialled ? state : awaitAnswer(state, moment)), place: 'ringing', rang: true});
}

const awaitAnswer = (state: IvrState, {now, rules}: Moment): IvrState => ({
  ...state,
  dialled: true,
  deadline: now + rules.ringing,
});

export const answered = (state: IvrState): Step => join({...state, dialled: true, rang: true});

/** Nobody has answered in time, or it could not even be tried. */
export function unanswered(state: IvrState, {now}: Moment): Step {
  if (!state.dialled) return refuse(state, {});
  return hangUp(state, {...refusal({cause: noAnswer}), code: 480}, now);
}

/** Somebody gives the call up. */
export function cancel(state: IvrState, {now}: Moment): Step {
  if (state.dialled) return hangUp(state, ends.cancelled, now);
  return {state: over({...state, end: ends.cancelled}), effects: [{type: 'hang-up'}]};
}

/** The far side or the network has said no. */
export function refuse(state: IvrState, hangup: Hangup): Step {
  return {state: over({...state, end: refusal(hangup)}), effects: []};
}

/** Asterisk makes a Q.850 cause of each SIP response: the response says more. */
function refusal({code = 0, cause}: Hangup): CallEnd {
  const reasonHeader = code || cause === undefined ? {} : {reasonHeader: {protocol: 'Q.850', cause}};
  const end = {by: 'remote', code, reason: '', ...reasonHeader} as const;
  return describeEnd(end, {direction: 'outgoing', answered: false});
}

function hangUp(state: IvrState, end: CallEnd, now: number): Step {
  const effects: IvrEffect[] = [{type: 'hang-up'}];
  return {state: {...undue(state), place: 'leaving', end, deadline: now + longestEnd}, effects};
}
