import type {LegMute} from '@sidetone/core';
import {describe, expect, test} from 'vitest';
import {legButtons, switched, type ControlledLeg} from './leg-controls.core.js';

const leg = (facts: Partial<ControlledLeg> = {}): ControlledLeg => ({
  status: 'connected',
  muted: 'none',
  ended: false,
  controllable: true,
  ...facts,
});

describe('legButtons', () => {
  test('before the answer there is only hanging up', () => {
    expect(legButtons(leg({status: 'ringing'}), undefined, false).map(({action}) => action)).toEqual([
      'hangup',
    ]);
  });

  test('nothing for a phone that others control, or that is gone', () => {
    expect(legButtons(leg({controllable: false}), undefined, false)).toEqual([]);
    expect(legButtons(leg({status: 'cleared', ended: true}), undefined, false)).toEqual([]);
  });

  test('what is only asked for is busy, not pressed, and nothing else can be asked but hanging up', () => {
    const buttons = legButtons(leg(), 'hold', false);
    expect(buttons.find(({action}) => action === 'hold')).toMatchObject({pressed: false, busy: true});
    expect(buttons.filter(({disabled}) => !disabled).map(({action}) => action)).toEqual(['keypad', 'hangup']);
  });

  test('says which of the two is silent', () => {
    const pressed = (muted: LegMute) =>
      legButtons(leg({muted}), undefined, false)
        .filter((button) => button.pressed)
        .map(({action}) => action);
    expect(pressed('microphone')).toEqual(['mute']);
    expect(pressed('speaker')).toEqual(['deafen']);
    expect(pressed('both')).toEqual(['mute', 'deafen']);
  });
});

test('switching one side leaves the other as it is', () => {
  expect(switched('none', 'microphone')).toBe('microphone');
  expect(switched('microphone', 'speaker')).toBe('both');
  expect(switched('both', 'microphone')).toBe('speaker');
  expect(switched('speaker', 'speaker')).toBe('none');
});
