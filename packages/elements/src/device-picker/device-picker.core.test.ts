import {expect, test} from 'vitest';
import {deviceNotices, deviceOptions} from './device-picker.core.js';

const words = {system: 'System', gone: 'Gone', unnamed: (n: number) => `Microphone ${n}`};

test('each failure of the microphone has a notice with a remedy', () => {
  const notices = (microphoneError: Parameters<typeof deviceNotices>[0]['microphoneError']) =>
    deviceNotices({microphoneError, named: true, playbackBlocked: false});
  expect(notices('microphone-denied')).toEqual([{kind: 'denied', remedy: 'try-again'}]);
  expect(notices('microphone-lost')).toEqual([{kind: 'lost', remedy: 'try-again'}]);
  expect(notices(undefined)).toEqual([]);
});

test('blocked sound comes first, and an unasked permission is offered', () => {
  expect(deviceNotices({microphoneError: undefined, named: false, playbackBlocked: true})).toEqual([
    {kind: 'blocked', remedy: 'enable-sound'},
    {kind: 'unasked', remedy: 'allow'},
  ]);
});

test('the browser’s aliases are not offered twice', () => {
  const devices = ['default', 'communications', 'a', 'b'].map((deviceId) => ({
    deviceId,
    label: deviceId === 'b' ? '' : deviceId,
  }));
  expect(deviceOptions(devices, 'a', words)).toEqual([
    {id: '', label: 'System', selected: false},
    {id: 'a', label: 'a', selected: true},
    {id: 'b', label: 'Microphone 2', selected: false},
  ]);
});

test('a chosen device that was unplugged is still told', () => {
  expect(deviceOptions([], 'x', words).at(-1)).toEqual({id: 'x', label: 'Gone', selected: true});
});
