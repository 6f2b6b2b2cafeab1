import {expect, test} from 'vitest';
import {deviceToSwitchTo} from './device-choice.js';

const device = (deviceId: string, groupId = deviceId, kind: MediaDeviceKind = 'audioinput') => ({
  deviceId,
  groupId,
  kind,
});
const headset = device('headset');
const webcam = device('webcam');
const followingWebcam = device('default', 'webcam');
const followingHeadset = device('default', 'headset');

test('a chosen device that is there is captured', () => {
  expect(deviceToSwitchTo([followingWebcam, webcam, headset], 'headset', followingWebcam)).toBe('headset');
  expect(deviceToSwitchTo([followingWebcam, webcam, headset], 'headset', headset)).toBeUndefined();
});

test('a chosen device that was unplugged gives way to the default one, and comes back', () => {
  expect(deviceToSwitchTo([followingWebcam, webcam], 'headset', headset)).toBe('');
  expect(deviceToSwitchTo([followingWebcam, webcam], 'headset', followingWebcam)).toBeUndefined();
  expect(deviceToSwitchTo([followingWebcam, webcam, headset], 'headset', followingWebcam)).toBe('headset');
});

test('without a choice the default device is followed to another one', () => {
  expect(deviceToSwitchTo([followingHeadset, webcam, headset], '', followingWebcam)).toBe('');
  expect(deviceToSwitchTo([followingWebcam, webcam], '', followingWebcam)).toBeUndefined();
});

test('browsers without a default entry keep a device that is still there', () => {
  expect(deviceToSwitchTo([webcam, headset], '', webcam)).toBeUndefined();
  expect(deviceToSwitchTo([headset], '', webcam)).toBe('');
});

test('a capture that ended is made again', () => {
  expect(deviceToSwitchTo([webcam], '', undefined)).toBe('');
  expect(deviceToSwitchTo([webcam, headset], 'headset', undefined)).toBe('headset');
});

test('a speaker with the same id is no microphone', () => {
  expect(
    deviceToSwitchTo([followingWebcam, device('headset', 'x', 'audiooutput')], 'headset', followingWebcam),
  ).toBeUndefined();
});
