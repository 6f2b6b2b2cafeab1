import {ends} from './ends.js';
import {after, goodbye, hush, undue, type Moment} from './steps.js';
import type {IvrEffect, IvrState, LeaveReason, Step} from './state.js';

/** Asterisk tells that it has hung up; a call of which it does not is over then, ms. */
const longestEnd = 5000;

export const inRoom = ({place}: IvrState) => place === 'joining' || place === 'room';

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
  const limit = state.joinedAt === undefined && !state.talkedSince ? now + rules.longest : state.limit;
  const talkedSince = state.talkedSince ?? now;
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
export function end(state: IvrState, {now}: Moment): Step {
  const {state: quiet, effects} = hush(state);
  const leave: IvrEffect[] = inRoom(state) ? [{type: 'leave'}] : [];
  return {
    state: {...quiet, digits: '', place: 'leaving', end: ends.here, deadline: now + longestEnd},
    effects: [...effects, {type: 'hang-up'}, ...leave],
  };
}

/** The far side holds the call, or goes on: said once. */
export function rests(state: IvrState, on: boolean): Step {
  if ((state.resting ?? false) === on) return {state, effects: []};
  return {state: {...state, resting: on}, effects: [{type: 'rest', on}]};
}
