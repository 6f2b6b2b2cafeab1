import {expect, test} from 'vitest';
import {beginArriving} from './arriving.js';
import {beginCalling} from './calling.js';
import {resume, step} from './ivr.js';
import type {IvrEvent, IvrState} from './state.js';
import {rules} from '../testing/ivr-rules.js';

const moment = {now: 1_000_000, rules};

function follow(first: IvrState, ...events: IvrEvent[]) {
  let state = first;
  const done: string[] = [];
  for (const event of events) {
    const next = step(state, event, moment);
    state = next.state;
    done.push(
      ...next.effects.map((effect) => {
        if (effect.type === 'play') return `play ${effect.spoken.map(({prompt}) => prompt).join(' ')}`;
        if (effect.type === 'report')
          return `report ${effect.trunk} ${effect.failure ? (effect.failure.code ?? effect.failure.cause) : 'works'}`;
        return effect.type;
      }),
    );
  }
  return {state, done};
}

const calling = beginCalling({room: 'standup', language: 'en', byTrunk: true}, moment.now);
const by = (trunk: string): IvrEvent => ({
  type: 'chosen',
  route: {kind: 'trunk', trunk, endpoint: `PJSIP/+1@${trunk}`, callerId: {number: '', name: ''}},
});
const found: IvrEvent = {type: 'found'};
const refused = (code: number): IvrEvent => ({type: 'hung-up', code});

test('a number is called by the trunk that was chosen', () => {
  const {state, done} = follow(
    calling,
    found,
    by('one'),
    {type: 'dialled'},
    {type: 'rings'},
    {type: 'answered'},
  );
  expect(done).toEqual(['choose', 'dial', 'report one works', 'join']);
  expect(state).toMatchObject({place: 'joining', via: {trunk: 'one'}});
});

test('a trunk that fails is followed by the next, and what the last one says is how it ends', () => {
  const {state, done} = follow(
    calling,
    found,
    by('one'),
    {type: 'dialled'},
    refused(503),
    by('two'),
    {type: 'dialled'},
    refused(408),
    {type: 'chosen', route: {kind: 'none', detail: ''}},
  );
  expect(done).toEqual(['choose', 'dial', 'report one 503', 'choose', 'dial', 'report two 408', 'choose']);
  expect(state).toMatchObject({place: 'over', end: {status: 'rejected', code: 408}, tried: ['one', 'two']});
});

test('a trunk that says nothing at all is given up, and its end, which is heard late, is nobody’s', () => {
  const {state, done} = follow(
    calling,
    found,
    by('one'),
    {type: 'dialled'},
    {type: 'silent'},
    {type: 'hung-up', cause: 16},
    by('two'),
    {type: 'dialled'},
    {type: 'rings'},
    {type: 'silent'},
  );
  expect(done).toEqual(['choose', 'dial', 'hang-up', 'report one 408', 'choose', 'dial', 'report two works']);
  expect(state).toMatchObject({place: 'ringing', via: {trunk: 'two'}});
});

test.each([486, 404, 603, 480])('%s is the answer of whoever is called, not the trunk’s fault', (code) => {
  const {state, done} = follow(calling, found, by('one'), {type: 'dialled'}, refused(code));
  expect(done).toEqual(['choose', 'dial', 'report one works']);
  expect(state).toMatchObject({place: 'over', end: {status: 'rejected', code}});
});

test('nobody is rung twice: a failure after it has rung is the end', () => {
  const {state, done} = follow(calling, found, by('one'), {type: 'dialled'}, {type: 'rings'}, refused(503));
  expect(done).toEqual(['choose', 'dial', 'report one works']);
  expect(state).toMatchObject({place: 'over', end: {code: 503}});
});

test('a call that was given up while a trunk was chosen is not made', () => {
  const {state, done} = follow(calling, found, {type: 'end'}, by('one'));
  expect(done).toEqual(['choose', 'hang-up']);
  expect(state).toMatchObject({place: 'over', end: {cause: 'cancelled'}});
});

test('the next gateway dials by the trunk that was chosen, or chooses one', () => {
  expect(follow(follow(calling, found).state, found).done).toEqual(['choose']);
  expect(follow(follow(calling, found, by('one')).state, found).done).toEqual(['dial']);
});

test.each([[], [{type: 'rings'}]] as IvrEvent[][])(
  'of a call that is out, and in Asterisk no longer, nobody will tell the end: it is lost',
  (...events) => {
    const {state, done} = follow(calling, found, by('one'), {type: 'dialled'}, ...events, found);
    expect(state).toMatchObject({place: 'over', end: {cause: 'connection-lost'}});
    expect(done.slice(2)).toEqual(events.length ? ['report one works'] : []);
  },
);

const arriving = beginArriving(['en'], 'call-id@provider', moment);

test('a call that a trunk has brought is answered when somebody has said where it goes', () => {
  expect(arriving.effects).toEqual([{type: 'route'}]);
  const room = follow(arriving.state, {type: 'routed', route: {kind: 'room', room: 'standup'}});
  expect(room.done).toEqual(['answer', 'join']);
  expect(room.state).toMatchObject({place: 'joining', room: 'standup'});
  const ivr = follow(arriving.state, {type: 'routed', route: {kind: 'ivr', number: '+41446681800'}});
  expect(ivr.done).toEqual(['answer', 'play welcome pin']);
  expect(ivr.state).toMatchObject({place: 'pin'});
});

test('what is spoken there is known with it: at the number, or in the room', () => {
  const route = {kind: 'ivr', number: '+41446681800'} as const;
  const german = follow(arriving.state, {type: 'routed', route, languages: ['de']});
  expect(german.done).toEqual(['answer', 'play welcome pin']);
  expect(german.state).toMatchObject({language: 'de'});
  const two = follow(arriving.state, {type: 'routed', route, languages: ['de', 'fr']});
  expect(two.done).toEqual(['answer', 'play language 1 language 2']);
  const room = {kind: 'room', room: 'standup'} as const;
  const {state} = follow(arriving.state, {type: 'routed', route: room, languages: ['it']});
  expect(state).toMatchObject({place: 'joining', language: 'it'});
});

test('one that goes nowhere hears why, and is refused, not answered', () => {
  const {state, done} = follow(
    arriving.state,
    {type: 'routed', route: {kind: 'refused', code: 404, prompt: 'failed'}},
    {type: 'played', playback: 1},
  );
  expect(done).toEqual(['progress', 'play failed', 'hang-up']);
  expect(state).toMatchObject({place: 'over', end: {status: 'rejected', code: 404}});
});

test('whoever hangs up before that has given up', () => {
  const {state, done} = follow(arriving.state, {type: 'hung-up', cause: 16});
  expect(done).toEqual([]);
  expect(state).toMatchObject({place: 'over', end: {status: 'cleared', cause: 'cancelled'}});
});

test('the next gateway asks again, or answers what has been routed', () => {
  expect(resume(arriving.state)).toEqual([{type: 'route'}]);
  const {state} = follow(arriving.state, {type: 'routed', route: {kind: 'room', room: 'standup'}});
  expect(resume(state).map(({type}) => type)).toEqual(['answer', 'join']);
});
