import {expect, test} from 'vitest';
import {beginArriving} from './arriving.js';
import {begin} from './beginning.js';
import {beginCalling} from './calling.js';
import {step} from './ivr.js';
import type {IvrState} from './state.js';
import {rules} from '../testing/ivr-rules.js';

const moment = {now: 1_000_000, rules};

const closed = (state: IvrState) => step(state, {type: 'closing'}, moment);
const effects = (state: IvrState) => closed(state).effects.map(({type}) => type);
const welcomed = begin(['en'], moment).state;
const at = (place: IvrState['place']): IvrState => ({...welcomed, place, playing: 0, room: 'standup'});

test('whoever is on the line is told goodbye, out of the room or without the music, and then hung up on', () => {
  expect(effects(welcomed)).toEqual(['stop', 'play']);
  expect(effects(at('room'))).toEqual(['leave', 'play']);
  expect(effects(at('joining'))).toEqual(['leave', 'play']);
  expect(effects(at('waiting'))).toEqual(['music', 'play']);
  const {state, effects: said} = closed(at('room'));
  expect(state).toMatchObject({place: 'leaving', end: {status: 'cleared', cause: 'hung-up'}});
  expect(said.at(-1)).toMatchObject({spoken: [{prompt: 'goodbye'}]});
  expect(step(state, {type: 'played', playback: state.playing}, moment).effects).toEqual([{type: 'hang-up'}]);
  expect(effects(state)).toEqual([]);
});

test('a call that is not answered is refused, and one that rings is given up', () => {
  const {state} = beginArriving(['en'], 'call-id', moment);
  expect(closed(state)).toMatchObject({
    state: {place: 'leaving', end: {code: 503}},
    effects: [{type: 'progress'}, {type: 'play', spoken: [{prompt: 'failed'}]}],
  });
  const called = beginCalling({room: 'standup', language: 'en', byTrunk: false}, moment.now);
  expect(closed({...called, place: 'ringing', dialled: true})).toMatchObject({
    state: {place: 'leaving', end: {cause: 'cancelled'}},
    effects: [{type: 'hang-up'}],
  });
});
