import {describe, expect, test} from 'vitest';
import {nextOffer, roomButtons, sceneOf, type BarState, type Offer} from './conference.core.js';

const bar = (room: Partial<BarState['room']> = {}, rest: Partial<BarState> = {}): BarState => ({
  room: {state: 'joined', muted: false, held: false, canDialOut: true, ...room},
  panel: undefined,
  numbers: true,
  asking: undefined,
  ...rest,
});
const names = (state: BarState) => roomButtons(state).map(({action}) => action);

test('the door stays until one is in', () => {
  expect(sceneOf(undefined)).toBe('door');
  expect(sceneOf('joining')).toBe('door');
  expect(sceneOf('reconnecting')).toBe('room');
  expect(sceneOf('failed')).toBe('door');
});

describe('roomButtons', () => {
  test('what cannot be done here is not offered', () => {
    expect(names(bar())).toEqual(['mute', 'hold', 'phone', 'numbers', 'leave']);
    expect(names(bar({canDialOut: false}, {numbers: false}))).toEqual(['mute', 'hold', 'leave']);
  });

  test('a mute that is only asked for is busy, not pressed', () => {
    expect(roomButtons(bar({}, {asking: 'mute'}))[0]).toMatchObject({
      pressed: false,
      busy: true,
      disabled: true,
    });
    expect(roomButtons(bar({muted: true}))[0]).toMatchObject({pressed: true, busy: false});
  });

  test('while the connection is interrupted one can leave, and look up numbers', () => {
    const able = roomButtons(bar({state: 'reconnecting'})).filter(({disabled}) => !disabled);
    expect(able.map(({action}) => action)).toEqual(['phone', 'numbers', 'leave']);
  });
});

describe('nextOffer', () => {
  const after = (...steps: Parameters<typeof nextOffer>[1][]) =>
    steps.reduce<Offer>((offer, quality) => nextOffer(offer, quality, 'joined'), 'none');

  test('is made when the connection gets bad, and stays while nobody knows', () => {
    expect(after('good', 'poor')).toBe('made');
    expect(after('poor', 'unknown')).toBe('made');
    expect(nextOffer('none', 'good', 'reconnecting')).toBe('made');
  });

  test('is withdrawn when it is good again', () => {
    expect(after('poor', 'excellent')).toBe('none');
  });

  test('declined, it is not made again until it was good in between', () => {
    expect(nextOffer('declined', 'lost', 'joined')).toBe('declined');
    expect(nextOffer(nextOffer('declined', 'good', 'joined'), 'poor', 'joined')).toBe('made');
  });
});
