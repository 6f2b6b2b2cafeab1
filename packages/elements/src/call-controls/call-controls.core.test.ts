import {describe, expect, test} from 'vitest';
import {
  controlButtons,
  recordingName,
  type ControlledCall,
  type ControlsState,
} from './call-controls.core.js';

const talking: ControlledCall = {
  status: 'connected',
  heldBy: 'none',
  muted: false,
  pending: undefined,
  ended: false,
  connectedAt: 1,
};
const state = (call: Partial<ControlledCall> = {}, rest: Partial<ControlsState> = {}): ControlsState => ({
  call: {...talking, ...call},
  panel: undefined,
  record: false,
  recording: false,
  mergeable: false,
  ...rest,
});
const button = (of: ControlsState, action: string) =>
  controlButtons(of).find((each) => each.action === action);

describe('controlButtons', () => {
  test('a hold that is only asked for is busy, not pressed', () => {
    expect(button(state({pending: 'hold'}), 'hold')).toMatchObject({
      pressed: false,
      busy: true,
      disabled: true,
    });
    expect(button(state({heldBy: 'local', status: 'held'}), 'hold')).toMatchObject({
      pressed: true,
      busy: false,
    });
  });

  test('a resume that is only asked for still shows as held', () => {
    expect(button(state({heldBy: 'both', pending: 'resume'}), 'hold')).toMatchObject({
      pressed: true,
      busy: true,
    });
  });

  test('being held by the far side does not press our hold', () => {
    expect(button(state({heldBy: 'remote', status: 'held'}), 'hold')).toMatchObject({
      pressed: false,
      disabled: false,
    });
  });

  test('before the answer one can mute and hang up, nothing else', () => {
    const able = controlButtons(state({status: 'ringing', connectedAt: undefined})).filter(
      (each) => !each.disabled,
    );
    expect(able.map((each) => each.action)).toEqual(['mute', 'hangup']);
  });

  test('hanging up is possible while another request waits', () => {
    expect(button(state({pending: 'transfer'}), 'hangup')).toMatchObject({disabled: false});
  });

  test('recording and merging are there only when they can be used', () => {
    expect(button(state(), 'record')).toBeUndefined();
    expect(button(state(), 'merge')).toBeUndefined();
    expect(button(state({}, {record: true, recording: true}), 'record')).toMatchObject({pressed: true});
    expect(button(state({}, {mergeable: true}), 'merge')).toMatchObject({disabled: false});
  });

  test('an ended call offers nothing', () => {
    expect(controlButtons(state({ended: true, status: 'cleared'})).every((each) => each.disabled)).toBe(true);
  });
});

test('a recording is named so that files sort by time and no name breaks a file system', () => {
  const at = new Date(2026, 2, 5, 9, 7).getTime();
  expect(recordingName('Bob / "Büro" <1>', at, 'audio/webm;codecs=opus')).toBe(
    '2026-03-05 09.07 Bob Büro 1.webm',
  );
  expect(recordingName('', at, 'audio/mp4')).toBe('2026-03-05 09.07.m4a');
});
