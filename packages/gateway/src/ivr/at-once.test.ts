import {describe, expect, test} from 'vitest';
import {beginCalling} from './calling.js';
import {resume, step} from './ivr.js';
import type {IvrEffect, IvrEvent, IvrState} from './state.js';
import {rules} from '../testing/ivr-rules.js';

/** A phone that is called and in the room at once. */
class Called {
  now = 1_000_000;
  state: IvrState = beginCalling({room: 'standup', language: 'en', atOnce: true}, this.now);
  effects: readonly IvrEffect[] = [];

  on(...events: IvrEvent[]): this {
    for (const event of events)
      ({state: this.state, effects: this.effects} = step(this.state, event, {now: this.now, rules}));
    return this;
  }

  get done(): string[] {
    return this.effects.map(({type}) => type);
  }
}

const ringing = () => new Called().on({type: 'found'}, {type: 'dialled'}, {type: 'rings'});
const talking = () => ringing().on({type: 'answered'}, {type: 'joined', room: 'standup', dialog: 'a@b'});

describe('in the room before anybody answers', () => {
  test('the room sees that it rings, then that it talks', () => {
    expect(new Called().on({type: 'found'}).done).toEqual(['dial']);
    expect(ringing().effects).toEqual([{type: 'show', status: 'ringing'}]);
    expect(ringing().on({type: 'answered'}).effects).toEqual([
      {type: 'show', status: 'active'},
      {type: 'join', room: 'standup'},
    ]);
  });

  test('whoever takes the call over brings it in again, and does not dial twice', () => {
    expect(resume(new Called().on({type: 'found'}).state)).toEqual([]);
    const {state} = ringing();
    expect(resume(state)).toEqual([{type: 'appear'}]);
    expect(step(state, {type: 'found', channel: 'Ringing'}, {now: 1_000_001, rules}).effects).toEqual([]);
  });

  test('a bridge that breaks is tried again, but not for ever, and the call goes on', () => {
    const one = ringing();
    for (let round = 0; round < rules.maxReturns; round++)
      expect(one.on({type: 'left', reason: 'lost'}).done).toEqual(['appear']);
    expect(one.on({type: 'left', reason: 'lost'}).done).toEqual([]);
    expect(one.state.place).toBe('ringing');
  });

  test.each(['ended', 'removed'] as const)('the room is %s: so is the call', (reason) => {
    const one = ringing().on({type: 'left', reason});
    expect(one.done).toContain('hang-up');
    expect(one.on({type: 'hung-up', cause: 16}).state).toMatchObject({
      place: 'over',
      end: {status: 'cleared', cause: 'hung-up'},
    });
  });

  test('an Asterisk that has started anew has lost it: it leaves', () => {
    const one = ringing().on({type: 'found'});
    expect(one.done).toEqual(['leave']);
    expect(one.state).toMatchObject({place: 'over', end: {cause: 'connection-lost'}});
  });

  test('it leaves when nobody takes it, or it is given up', () => {
    expect(ringing().on({type: 'hung-up', code: 486}).done).toEqual(['leave']);
    expect(ringing().on({type: 'end'}).done).toEqual(['hang-up', 'leave']);
  });
});

describe('the far side holds', () => {
  const rest = (on: boolean) => [{type: 'rest', on}];
  const noPort = (on: boolean, by = 'theirs'): IvrEvent => ({type: 'portless', by, on});

  test('by direction or without a port: said once, until neither is so', () => {
    const one = talking();
    expect(one.on({type: 'rests', on: true}).effects).toEqual(rest(true));
    expect(one.on({type: 'rests', on: true}).effects).toEqual([]);
    expect(one.on(noPort(true)).effects).toEqual([]);
    expect(one.on({type: 'rests', on: false}).effects).toEqual([]);
    expect(one.on(noPort(false)).effects).toEqual(rest(false));
  });

  test('only whoever took the port away gives it back', () => {
    const one = talking().on(noPort(true));
    expect(one.effects).toEqual(rest(true));
    expect(one.on(noPort(false, 'ours')).effects).toEqual([]);
    expect(one.on(noPort(false)).effects).toEqual(rest(false));
    expect(one.on(noPort(false)).effects).toEqual([]);
  });

  test('outlasts the bridge; by which dialog it is known does too', () => {
    const one = talking().on(noPort(true)).on({type: 'left', reason: 'lost'});
    expect(one.state).toMatchObject({place: 'joining', portless: 'theirs', dialog: 'a@b'});
  });

  test('is nothing before there is a room', () => {
    expect(ringing().on({type: 'rests', on: true}).effects).toEqual([]);
    expect(ringing().on(noPort(true)).effects).toEqual([]);
  });
});

describe('as long as calls may last', () => {
  test('since the first room, whatever room it is in', () => {
    const one = talking();
    const end = one.now + rules.longest;
    expect(one.state.deadline).toBe(end);
    one.now += 1000;
    one.on({type: 'move', room: 'review'}, {type: 'joined', room: 'review'});
    expect(one.state.deadline).toBe(end);
    one.now = end - 1;
    expect(one.on({type: 'time'}).done).toEqual([]);
    one.now = end;
    expect(one.on({type: 'time'}).done).toEqual(['leave', 'play']);
    expect(one.state).toMatchObject({
      place: 'leaving',
      end: {message: expect.stringContaining('as long as')},
    });
  });
});

describe('no media for too long', () => {
  test('is an end of its own', () => {
    const one = talking().on({type: 'unheard'});
    expect(one.done).toEqual(['hang-up', 'leave']);
    expect(one.on({type: 'hung-up', cause: 16}).state.end).toMatchObject({cause: 'connection-lost'});
    expect(talking().on({type: 'hung-up', cause: 16}).state.end).toMatchObject({cause: 'remote-hung-up'});
  });

  test.each<[string, () => Called]>([
    ['before the answer', ringing],
    ['while the far side holds the call', () => talking().on({type: 'rests', on: true})],
    ['while it has no port', () => talking().on({type: 'portless', by: 'theirs', on: true})],
    ['at the end', () => talking().on({type: 'end'})],
  ])('is nothing %s', (_, call) => {
    expect(call().on({type: 'unheard'}).effects).toEqual([]);
  });
});
