import {ends} from './ends.js';
import {after, goodbye, hush, stay, undue, type Moment} from './steps.js';
import type {IvrEffect, IvrState, LeaveReason, Step} from './state.js';

/** Asterisk tells that it has hung up; a call of which it does not is over then, ms. */
const longestEnd = 5000;

export const inRoom = ({place}: IvrState) => place === 'joining' || place === 'room';

/** The far side holds the call: neither hears the other. */
export const isResting = ({resting, portless}: IvrState) => Boolean(resting) || portless !== undefined;

/** A call that is brought into a room by somebody who may. */
export function beginInRoom(state: IvrState, room: string): Step {
  return join({...state, room});
}

export function join(state: IvrState): Step {
  const {state: quiet, effects} = hush(state);
  return {
    state: {...undue(quiet), place: 'joining'},
    effects: [...effects, {type: 'join', room: state.room ?? ''}],
  };
}

export function joined({moving: _, hashDue: __, ...state}: IvrState, {now, rules}: Moment): IvrState {
  // Since the first room, whatever room it is in now.
  const talkedSince = state.talkedSince ?? now;
  const limit = talkedSince + rules.longest;
  return {...state, place: 'room', joinedAt: state.joinedAt ?? now, talkedSince, limit, deadline: limit};
}

/** The call has lasted as long as calls may. */
export const tooLong = (state: IvrState, moment: Moment): Step =>
  after([{type: 'leave'}], goodbye({...state, end: ends.tooLong}, moment));

export function left(state: IvrState, reason: LeaveReason, moment: Moment): Step {
  if (reason !== 'lost') return goodbye({...state, end: ends.conference}, moment, 'ended');
  const returns = state.place === 'room' ? 1 : state.returns + 1;
  if (returns <= moment.rules.maxReturns) return join({...state, returns});
  return goodbye({...state, end: ends.lost}, moment, 'failed');
}

export function move({joinedAt: _, ...state}: IvrState, room: string): Step {
  return join({...state, room, moving: true, returns: 0});
}

/** The call is over when Asterisk says so. */
export function end(state: IvrState, {now}: Moment, why = ends.here): Step {
  const {state: quiet, effects} = hush(state);
  const leave: IvrEffect[] = inRoom(state) ? [{type: 'leave'}] : [];
  return {
    state: {...quiet, digits: '', place: 'leaving', end: why, deadline: now + longestEnd},
    effects: [...effects, {type: 'hang-up'}, ...leave],
  };
}

/** The far side holds the call, or goes on. */
export const rests = (state: IvrState, on: boolean): Step => resting(state, {...state, resting: on});

/** The same by taking the port away, or giving it back. */
export function takesPort(state: IvrState, {by, on}: {by: string; on: boolean}): Step {
  const {portless, ...rest} = state;
  if (on) return resting(state, {...state, portless: by});
  return portless === by ? resting(state, rest) : stay(state);
}

/** Said once. */
function resting(former: IvrState, state: IvrState): Step {
  const on = isResting(state);
  return {state, effects: on === isResting(former) ? [] : [{type: 'rest', on}]};
}
