import type {CallEnd} from '@sidetone/core';
import type {Language} from '../rooms/languages.js';
import type {OutboundRoute} from '../trunks/outbound-route.js';
import {isTrunkFailure} from '../trunks/failure.js';
import {ends, refusal} from './ends.js';
import {join} from './in-room.js';
import type {Hangup, IvrEffect, IvrState, Step} from './state.js';
import {after, over, stay, undue, type Moment} from './steps.js';

/** Whoever is called has to be rung within so many ms of the request; a call that cannot start by then is given up. */
const longestStart = 45_000;
/** Asterisk tells that it has hung up; a call of which it does not is over then, ms. */
const longestEnd = 5000;
/** RFC 3261 21.4.26: not acceptable here. */
const notAcceptable = 488;
/** Q.850: nobody answered. */
const noAnswer = 19;

interface Calling {
  room: string;
  language: Language;
  /** A telephone number, which one of the trunks has to call. */
  byTrunk?: boolean;
  /** In the room before anybody answers. */
  atOnce?: boolean;
  /** A SIP address: what is tried one after the other are ways to agree on keys. */
  negotiates?: boolean;
}

/** The beginning of a call to a phone: it stands in the database until the gateway that holds the Asterisk takes it on. */
export function beginCalling({room, language, byTrunk, atOnce, negotiates}: Calling, now: number): IvrState {
  return {
    place: 'dialling',
    dialled: false,
    ...((byTrunk || negotiates) && {tried: []}),
    ...(negotiates && {negotiates}),
    ...(atOnce && {atOnce}),
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
  if (channel !== undefined) return stay(state);
  return {state: over({...state, end: ends.lost}), effects: leaves(state)};
}

function start(state: IvrState, {now}: Moment): Step {
  if (now >= state.limit) return refuse(state, {});
  const chosen = !state.tried || state.via;
  return {state: {...state, deadline: state.limit}, effects: [{type: chosen ? 'dial' : 'choose'}]};
}

/** By which trunk it is called; none is left: as the last one has refused. */
export function chosen(state: IvrState, route: OutboundRoute, moment: Moment): Step {
  if (!state.tried || state.via) return stay(state);
  if (route.kind === 'none') return refuse(state, state.failure ?? {code: 503});
  const {kind: _, ...via} = route;
  return start({...state, via}, moment);
}

/** The INVITE is out. */
export function dialled(state: IvrState, moment: Moment): Step {
  return state.dialled ? stay(state) : stay(awaitAnswer(state, moment));
}

export function rings(state: IvrState, moment: Moment): Step {
  if (state.place === 'ringing') return stay(state);
  const ringing = {
    ...(state.dialled ? state : awaitAnswer(state, moment)),
    place: 'ringing',
    rang: true,
  } as const;
  return {state: ringing, effects: [...works(state), ...shows(state, 'ringing')]};
}

const awaitAnswer = (state: IvrState, {now, rules}: Moment): IvrState => ({
  ...state,
  dialled: true,
  ringUntil: now + rules.ringing,
  deadline: now + Math.min(rules.ringing, (state.via && rules.trunkSilence) ?? Infinity),
});

export const answered = (state: IvrState): Step =>
  after([...works(state), ...shows(state, 'active')], join({...state, dialled: true, rang: true}));

const shows = ({atOnce}: IvrState, status: 'ringing' | 'active'): IvrEffect[] =>
  atOnce ? [{type: 'show', status}] : [];

/** What the gateway that takes the call over does again: the leg was its predecessor's. */
export const resumeCalling = ({place, atOnce, dialled: isOut}: IvrState): readonly IvrEffect[] =>
  atOnce && isOut && (place === 'dialling' || place === 'ringing') ? [{type: 'appear'}] : [];

/** The bridge broke before anybody answered: the call goes on, and is heard again in a moment, or when it is answered. */
export function lost(state: IvrState, {rules}: Moment): Step {
  if (!state.atOnce || !state.dialled || state.returns >= rules.maxReturns) return stay(state);
  return {state: {...state, returns: state.returns + 1}, effects: [{type: 'appear'}]};
}

/** The room has put out a phone that nobody has answered yet. */
export function putOut(state: IvrState, {now}: Moment): Step {
  return state.dialled
    ? hangUp(state, ends.conference, now)
    : {state: over({...state, end: ends.conference}), effects: [{type: 'hang-up'}]};
}

/** The trunk has brought the call to somebody: said once. */
const works = ({via, rang}: IvrState): IvrEffect[] =>
  via && !rang ? [{type: 'report', trunk: via.trunk}] : [];

/** Nobody has answered in time, or it could not even be tried. A trunk that may be dead is listened to first. */
export function unanswered(state: IvrState, {now}: Moment): Step {
  const {dialled: isOut, ringUntil = 0} = state;
  if (!isOut) return refuse(state, {});
  if (now < ringUntil)
    return {
      state: {...state, deadline: ringUntil},
      effects: state.place === 'dialling' ? [{type: 'listen'}] : [],
    };
  return hangUp(state, {...refusal({cause: noAnswer}), code: 480}, now);
}

/** The trunk has said nothing to the INVITE: the next one is tried. */
export function silent(state: IvrState, moment: Moment): Step {
  if (state.place !== 'dialling' || !state.via || !state.dialled) return stay(state);
  return after([{type: 'hang-up'}], turnedDown(state, {code: 408}, moment));
}

/** Somebody gives the call up. */
export function cancel(state: IvrState, {now}: Moment): Step {
  if (state.dialled) return hangUp(state, ends.cancelled, now);
  return {state: over({...state, end: ends.cancelled}), effects: [{type: 'hang-up'}, ...leaves(state)]};
}

/** The far side has hung up before it answered. Where the trunk is to blame, and nobody was rung, the next one is tried. */
export function turnedDown(state: IvrState, {code, cause}: Hangup, moment: Moment): Step {
  const hangup = {...(code !== undefined && {code}), ...(cause !== undefined && {cause})};
  const {via, tried, rang} = state;
  if (!tried) return refuse(state, hangup);
  // What is heard late of a trunk that was given up.
  if (!via) return stay(state);
  const next = state.negotiates ? code === notAcceptable : isTrunkFailure(hangup);
  if (rang || !next) return after(works(state), refuse(state, hangup));
  const {via: _, ...rest} = undue(state);
  const again = {...rest, dialled: false, tried: [...tried, via.trunk], failure: hangup};
  return after([{type: 'report', trunk: via.trunk, failure: hangup}, ...leaves(state)], start(again, moment));
}

function refuse(state: IvrState, hangup: Hangup): Step {
  return {state: over({...state, end: refusal(hangup)}), effects: leaves(state)};
}

function hangUp(state: IvrState, end: CallEnd, now: number): Step {
  const effects: IvrEffect[] = [{type: 'hang-up'}, ...leaves(state)];
  return {state: {...undue(state), place: 'leaving', end, deadline: now + longestEnd}, effects};
}

const leaves = ({atOnce}: IvrState): IvrEffect[] => (atOnce ? [{type: 'leave'}] : []);
