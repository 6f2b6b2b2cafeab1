import {describe, expect, test} from 'vitest';
import type {Language} from '../rooms/languages.js';
import {begin} from './beginning.js';
import {resume, step} from './ivr.js';
import type {IvrEffect, IvrEvent, IvrState} from './state.js';
import {rules} from '../testing/ivr-rules.js';

/** A caller in the dialogue, with everything that was done for it. */
class Caller {
  now = 1_000_000;
  state: IvrState;
  effects: IvrEffect[] = [];

  constructor(...languages: [Language, ...Language[]]) {
    const first = begin(languages, {now: this.now, rules});
    this.state = first.state;
    this.effects.push(...first.effects);
  }

  on(event: IvrEvent): this {
    const {state, effects} = step(this.state, event, {now: this.now, rules});
    this.state = state;
    this.effects = [...effects];
    return this;
  }

  type(keys: string): this {
    const all: IvrEffect[] = [];
    for (const digit of keys) all.push(...this.on({type: 'digit', digit}).effects);
    this.effects = all;
    return this;
  }

  listen(): this {
    return this.on({type: 'played', playback: this.state.playing});
  }

  later(ms: number): this {
    this.now += ms;
    return this.on({type: 'time'});
  }

  wrong(attemptsLeft: number, delay = 0): this {
    return this.on({type: 'verdict', verdict: {kind: 'wrong', attemptsLeft, delay}}).on({type: 'time'});
  }

  /** What the last event made the caller hear. */
  get heard(): string[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'play' ? effect.spoken.map(({prompt}) => prompt) : [],
    );
  }

  get done(): string[] {
    return this.effects.map(({type}) => type);
  }
}

const caller = () => new Caller('en');
const check = (pin: string) => ({type: 'check', pin});

test('greets and asks for the PIN', () => {
  expect(caller().heard).toEqual(['welcome', 'pin']);
  expect(caller().state).toMatchObject({place: 'pin', digits: '', playing: 1});
});

describe('typing', () => {
  test('the first digit ends the prompt, and a complete PIN is checked without "#"', () => {
    const one = caller().type('1');
    expect(one.effects).toEqual([{type: 'stop', playback: 1}]);
    expect(one.type('234').effects).toEqual([check('1234')]);
  });

  test('"#" submits a PIN that is shorter', () => {
    expect(caller().listen().type('12#').effects).toEqual([check('12')]);
  });

  test('a "#" after the complete PIN, or before any digit, is nothing', () => {
    expect(caller().type('1234#').effects).toEqual([{type: 'stop', playback: 1}, check('1234')]);
    expect(caller().type('#').effects).toEqual([]);
    expect(caller().type('1234').wrong(2).type('#').effects).toEqual([]);
  });

  test('"*" starts again, and is no attempt', () => {
    const one = caller().listen().type('12*');
    expect(one.heard).toEqual(['pin']);
    expect(one.state.attempts).toBe(0);
    expect(one.type('5678').effects).toContainEqual(check('5678'));
  });

  test('other keys are nothing', () => {
    expect(caller().listen().type('1A2B34').effects).toEqual([check('1234')]);
  });
});

describe('silence', () => {
  test('before the first digit asks again', () => {
    const one = caller().listen();
    expect(one.later(9999).effects).toEqual([]);
    expect(one.later(1).heard).toEqual(['pin']);
    expect(one.state.attempts).toBe(0);
  });

  test('between digits is an attempt', () => {
    const one = caller().type('12');
    expect(one.later(4999).effects).toEqual([]);
    expect(one.type('3').later(4999).effects).toEqual([]);
    expect(one.later(1).heard).toEqual(['incomplete', 'pin']);
    expect(one.state).toMatchObject({attempts: 1, digits: ''});
  });

  test('no timer runs while the prompt is heard', () => {
    expect(caller().later(60_000).effects).toEqual([]);
  });

  test('the call ends when the caller has had time enough, also in the middle of a prompt', () => {
    const one = caller().later(120_000);
    expect(one.heard).toEqual(['goodbye']);
    expect(one.listen().done).toEqual(['hang-up']);
    const other = caller().listen();
    for (let round = 0; round < 11; round++) other.later(10_000).listen();
    expect(other.later(10_000).heard).toEqual(['goodbye']);
  });
});

describe('a "#" after a PIN that was complete without it', () => {
  const inside = (keys: string) =>
    caller()
      .type(keys)
      .on({type: 'verdict', verdict: {kind: 'room', room: 'standup'}}).state;

  test('may still come', () => {
    expect(inside('1234').hashDue).toBe(true);
  });

  test('comes while the PIN is looked at: no other is awaited', () => {
    expect(inside('1234#').hashDue).toBeUndefined();
  });

  test('is none of a PIN that it has ended', () => {
    expect(inside('123#').hashDue).toBeUndefined();
  });
});

describe('a conference that has not begun', () => {
  const waiting: IvrEvent = {type: 'verdict', verdict: {kind: 'waiting', room: 'standup'}};
  const holding = () => caller().type('1234').on(waiting);

  test('the caller is told, hears music, and enters when it begins', () => {
    const one = holding();
    expect(one.heard).toEqual(['waiting']);
    expect(one.state).toMatchObject({place: 'waiting', digits: '', attempts: 0});
    expect(one.later(2000).effects).toEqual([{type: 'look', room: 'standup'}]);
    expect(one.on(waiting).effects).toEqual([]);
    expect(one.listen().effects).toEqual([{type: 'music', on: true}]);
    expect(resume(one.state)).toEqual([{type: 'music', on: true}]);
    expect(one.later(2000).done).toEqual(['look']);
    const begun: IvrEvent = {type: 'verdict', verdict: {kind: 'room', room: 'standup'}};
    expect(one.on(begun).effects).toEqual([
      {type: 'music', on: false},
      {type: 'join', room: 'standup'},
    ]);
  });

  test('a phone that holds the call meanwhile may be silent, and still holds it when it enters', () => {
    const one = holding().on({type: 'rests', on: true});
    expect(one.on({type: 'unheard'}).state.place).toBe('waiting');
    one.on({type: 'verdict', verdict: {kind: 'room', room: 'standup'}});
    expect(one.state).toMatchObject({place: 'joining', resting: true});
    expect(holding().on({type: 'unheard'}).state.end).toMatchObject({cause: 'connection-lost'});
  });

  test('an answer that got lost is asked for again', () => {
    expect(holding().later(2000).later(4000).done).toEqual(['look']);
  });

  test('it is over before it began, or never begins: goodbye', () => {
    const over: IvrEvent = {type: 'verdict', verdict: {kind: 'ended'}};
    expect(holding().later(2000).on(over).heard).toEqual(['ended', 'goodbye']);
    expect(holding().later(600_000).heard).toEqual(['goodbye']);
  });
});

describe('wrong PINs', () => {
  test('are asked for again, up to the limit, then goodbye', () => {
    const one = caller();
    expect(one.type('1111').wrong(2).heard).toEqual(['wrong', 'pin']);
    expect(one.type('2222').wrong(1).heard).toEqual(['wrong', 'pin']);
    expect(one.type('3333').wrong(0).heard).toEqual(['wrong', 'goodbye']);
    expect(one.type('1234').effects).toEqual([]);
    expect(one.listen().done).toEqual(['hang-up']);
    expect(one.state.place).toBe('over');
  });

  test('the resolver may leave fewer attempts', () => {
    expect(caller().type('1111').wrong(0).heard).toEqual(['wrong', 'goodbye']);
  });

  test('incomplete ones count as well', () => {
    const one = caller().type('1').later(5000).type('1').later(5000).type('1').later(5000);
    expect(one.heard).toEqual(['incomplete', 'goodbye']);
  });

  test('the answer is held back, and the caller waits', () => {
    const one = caller().type('1111').wrong(2, 2000);
    expect(one.effects).toEqual([]);
    expect(one.type('2').effects).toEqual([]);
    expect(one.later(2000).heard).toEqual(['wrong', 'pin']);
  });

  test('a locked caller is told, and the call ends', () => {
    const one = caller()
      .type('1111')
      .on({type: 'verdict', verdict: {kind: 'locked'}});
    expect(one.heard).toEqual(['locked', 'goodbye']);
    expect(one.listen().done).toEqual(['hang-up']);
  });
});

describe('the room', () => {
  const joined: IvrEvent = {type: 'joined', room: 'standup'};
  const inside = () =>
    caller()
      .type('1234')
      .on({type: 'verdict', verdict: {kind: 'room', room: 'standup'}});

  test('is joined, and the PIN forgotten', () => {
    const one = inside();
    expect(one.effects).toEqual([{type: 'join', room: 'standup'}]);
    expect(one.state).toMatchObject({place: 'joining', digits: '', room: 'standup'});
    expect(one.on(joined).state.place).toBe('room');
  });

  test('ends: the caller is told', () => {
    const one = inside().on(joined).on({type: 'left', reason: 'ended'});
    expect(one.heard).toEqual(['ended', 'goodbye']);
    expect(one.listen().done).toEqual(['hang-up']);
  });

  test('a bridge that breaks is tried again, but not for ever', () => {
    const one = inside().on(joined);
    for (let round = 0; round < 5; round++)
      expect(one.on({type: 'left', reason: 'lost'}).on(joined).state.place).toBe('room');
    one.on({type: 'left', reason: 'lost'});
    expect(one.on({type: 'left', reason: 'lost'}).done).toEqual(['join']);
    expect(one.on({type: 'left', reason: 'lost'}).heard).toEqual(['failed', 'goodbye']);
  });

  test('digits in the room are not the dialogue’s', () => {
    const one = inside().on(joined);
    const before = one.state;
    expect(one.type('12#*').state).toEqual(before);
  });

  test('the caller hangs up: the room is left', () => {
    const one = inside().on(joined).on({type: 'hung-up'});
    expect(one.done).toEqual(['leave']);
    expect(one.state).toMatchObject({place: 'over', end: {status: 'cleared', cause: 'remote-hung-up'}});
  });

  test('nobody hears that the caller hangs up, and the channel is there no longer: the room is left', () => {
    const one = inside().on(joined).on({type: 'found'});
    expect(one.done).toEqual(['leave']);
    expect(one.state).toMatchObject({place: 'over', end: {cause: 'remote-hung-up'}});
    expect(inside().on(joined).on({type: 'found', channel: 'Up'}).state.place).toBe('room');
  });

  test('somebody ends the call: it is over when Asterisk says so, or after a while', () => {
    const end = () => inside().on(joined).on({type: 'end'});
    expect(end().done).toEqual(['hang-up', 'leave']);
    expect(end().state).toMatchObject({place: 'leaving', end: {cause: 'hung-up'}});
    expect(resume(end().state)).toEqual([{type: 'hang-up'}]);
    expect(end().on({type: 'hung-up'}).state).toMatchObject({place: 'over', end: {cause: 'hung-up'}});
    expect(end().later(5000).state.place).toBe('over');
    expect(caller().on({type: 'end'}).done).toEqual(['stop', 'hang-up']);
  });

  test('how the phone is silent outlasts the bridge and the gateway', () => {
    const one = inside().on(joined).on({type: 'muted', what: 'speaker'}).on({type: 'held', on: true});
    expect(one.on({type: 'left', reason: 'lost'}).state).toMatchObject({muted: 'speaker', held: true});
  });

  test('since when the phone is there outlasts the bridge', () => {
    const one = inside().on(joined);
    const {joinedAt} = one.state;
    one.now += 1000;
    expect(joinedAt).toBe(1_000_000);
    expect(one.on({type: 'left', reason: 'lost'}).on(joined).state.joinedAt).toBe(joinedAt);
  });

  test('another room: the phone is in it once it is there, and news of the former are none', () => {
    const one = inside().on(joined).on({type: 'move', room: 'review'});
    expect(one.effects).toEqual([{type: 'join', room: 'review'}]);
    expect(one.state).toMatchObject({place: 'joining', room: 'review', moving: true});
    expect(one.state.joinedAt).toBeUndefined();
    expect(one.on(joined).state.place).toBe('joining');
    one.now += 1000;
    expect(one.on({type: 'joined', room: 'review'}).state).toMatchObject({place: 'room', joinedAt: one.now});
    expect(one.state.moving).toBeUndefined();
    expect(one.on({type: 'move', room: 'review'}).effects).toEqual([]);
  });
});

test('several languages: chosen by a key, over the question too', () => {
  const one = new Caller('de', 'fr');
  expect(one.effects).toEqual([
    {
      type: 'play',
      playback: 1,
      spoken: [
        {prompt: 'language', language: 'de'},
        {prompt: '1', language: 'de'},
        {prompt: 'language', language: 'fr'},
        {prompt: '2', language: 'fr'},
      ],
    },
  ]);
  expect(one.type('3').effects).toEqual([]);
  expect(one.type('2').effects).toEqual([
    {type: 'stop', playback: 1},
    {
      type: 'play',
      playback: 2,
      spoken: [
        {prompt: 'welcome', language: 'fr'},
        {prompt: 'pin', language: 'fr'},
      ],
    },
  ]);
  expect(new Caller('de', 'fr').listen().later(10_000).done).toEqual(['play']);
});

test('a playback that was stopped does not end another', () => {
  const one = caller().type('1').on({type: 'played', playback: 1});
  expect(one.effects).toEqual([]);
  expect(one.state.deadline).toBe(one.now + 5000);
});

test('a goodbye whose end got lost ends the call', () => {
  const one = caller().later(120_000);
  expect(one.later(30_000).done).toEqual(['hang-up']);
});

test('another gateway goes on: what may not have been done is done again', () => {
  expect(resume(caller().type('12').state)).toEqual([]);
  expect(resume(caller().type('1234').state)).toEqual([check('1234')]);
  const joining = caller()
    .type('1234')
    .on({type: 'verdict', verdict: {kind: 'room', room: 'standup'}});
  expect(resume(joining.state)).toEqual([{type: 'join', room: 'standup'}]);
});
