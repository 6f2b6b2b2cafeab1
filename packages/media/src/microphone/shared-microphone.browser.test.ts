import type {SidetoneError} from '@sidetone/core';
import {afterEach, beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import {FakeMicrophones} from '../testing/fake-microphones.js';
import {hears} from '../testing/hears.js';
import {nextEvent} from '../testing/next-event.js';
import {SharedMicrophone, type SharedMicrophoneOptions} from './shared-microphone.js';

function open(options?: SharedMicrophoneOptions): SharedMicrophone {
  const microphone = new SharedMicrophone(options);
  onTestFinished(() => microphone.close());
  return microphone;
}

describe('with the browser’s own devices', () => {
  test('two leases share one capture, which ends with the last of them', async () => {
    const getUserMedia = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    onTestFinished(() => getUserMedia.mockRestore());
    const microphone = open();
    expect(microphone.state).toBe('off');
    const [first, second] = await Promise.all([microphone.acquire(), microphone.acquire()]);
    expect(getUserMedia).toHaveBeenCalledTimes(1);
    const captured = (
      await (getUserMedia.mock.results[0]!.value as Promise<MediaStream>)
    ).getAudioTracks()[0]!;
    expect(first.track.id).not.toBe(second.track.id);

    first.track.enabled = false;
    expect(second.track.enabled).toBe(true);
    first.release();
    first.release();
    expect([first.track.readyState, second.track.readyState]).toEqual(['ended', 'live']);
    expect([microphone.state, captured.readyState]).toEqual(['on', 'live']);
    second.release();
    expect([microphone.state, captured.readyState]).toEqual(['off', 'ended']);
  });

  test('choosing another device replaces every lease’s track and keeps a mute', async () => {
    const microphone = open();
    const leases = await Promise.all([microphone.acquire(), microphone.acquire()]);
    leases[0]!.track.enabled = false;
    const former = leases.map(({track}) => track);
    const replaced = leases.map((lease) => nextEvent(lease, 'track'));
    const devices = await navigator.mediaDevices.enumerateDevices();
    const other = devices.find(({kind, label}) => kind === 'audioinput' && label === 'Fake Audio Input 2')!;

    await microphone.selectDevice(other.deviceId);
    await Promise.all(replaced);
    expect(microphone.deviceId).toBe(other.deviceId);
    expect(leases.map(({track}) => track.getSettings().deviceId)).toEqual([other.deviceId, other.deviceId]);
    expect(leases.map(({track}) => track.enabled)).toEqual([false, true]);
    expect(former.map(({readyState}) => readyState)).toEqual(['ended', 'ended']);
  });

  test('a device that does not exist is refused and changes nothing', async () => {
    const microphone = open();
    const lease = await microphone.acquire();
    const {track} = lease;
    await expect(microphone.selectDevice('none')).rejects.toMatchObject({code: 'microphone-missing'});
    expect([lease.track, lease.track.readyState, microphone.chosenDeviceId]).toEqual([track, 'live', '']);
    lease.release();
    await expect(microphone.selectDevice('none')).rejects.toMatchObject({code: 'microphone-missing'});
  });

  test('a remembered device that is gone gives way to the default one', async () => {
    const microphone = open({deviceId: 'gone'});
    await microphone.acquire();
    expect([microphone.state, microphone.deviceId]).toEqual(['on', 'default']);
    expect(microphone.chosenDeviceId).toBe('gone');
  });
});

describe('when devices come and go', () => {
  let fakes: FakeMicrophones;
  beforeEach(() => {
    fakes = new FakeMicrophones({deviceId: 'webcam', frequency: 500}, {deviceId: 'headset', frequency: 900});
  });
  afterEach(() => fakes.restore());

  const frequencyOf = async (track: MediaStreamTrack) => Math.round((await hears(track)).frequency);

  test('an unplugged device gives way to the default one, and takes over when it is back', async () => {
    const microphone = open({deviceId: 'headset'});
    const lease = await microphone.acquire();
    expect(await frequencyOf(lease.track)).toBe(900);

    const fallback = nextEvent(lease, 'track');
    fakes.unplug('headset');
    await fallback;
    expect(await frequencyOf(lease.track)).toBe(500);

    const back = nextEvent(lease, 'track');
    fakes.plugIn({deviceId: 'headset', frequency: 900});
    await back;
    expect(await frequencyOf(lease.track)).toBe(900);
    expect(fakes.live).toBe(1);
  });

  test('with no device left the microphone is lost, and recovers when one is plugged in', async () => {
    const microphone = open();
    const lease = await microphone.acquire();
    const lost = nextEvent(microphone, 'change', () => microphone.state === 'failed');
    fakes.unplug('headset');
    fakes.unplug('webcam');
    await lost;
    expect(microphone.error?.code).toBe('microphone-lost');

    const recovered = nextEvent(lease, 'track');
    fakes.plugIn({deviceId: 'usb', frequency: 1_200});
    await recovered;
    expect([microphone.state, microphone.error]).toEqual(['on', undefined]);
    expect(await frequencyOf(lease.track)).toBe(1_200);
  });

  test('a lost microphone that nobody holds is off', async () => {
    const microphone = open();
    const lease = await microphone.acquire();
    const lost = nextEvent(microphone, 'change', () => microphone.state === 'failed');
    fakes.unplug('webcam');
    fakes.unplug('headset');
    await lost;
    lease.release();
    expect([microphone.state, microphone.error]).toEqual(['off', undefined]);
  });

  test('giving up while permission is pending leaves nothing on', async () => {
    let allow = () => {};
    fakes.permission = new Promise((resolve) => (allow = resolve));
    const microphone = open();
    const patience = new AbortController();
    const states: string[] = [];
    microphone.addEventListener('change', () => states.push(microphone.state));
    const acquired = microphone.acquire({signal: patience.signal});
    await nextEvent(microphone, 'change');
    patience.abort();
    await expect(acquired).rejects.toMatchObject({code: 'aborted'});
    allow();
    await microphone.selectDevice('');
    expect(fakes.live).toBe(0);
    expect(states).not.toContain('on');
    expect(microphone.state).toBe('off');
  });

  test.each([
    ['NotAllowedError', 'microphone-denied'],
    ['NotFoundError', 'microphone-missing'],
    ['NotReadableError', 'microphone-busy'],
  ])('%s is reported as %s, and the next attempt starts anew', async (name, code) => {
    const microphone = open();
    fakes.permission = Promise.reject(new DOMException('refused', name));
    const error = await microphone.acquire().catch((refusal: SidetoneError) => refusal);
    expect(error).toMatchObject({code});
    expect([microphone.state, microphone.error]).toEqual(['failed', error]);

    fakes.permission = Promise.resolve();
    await microphone.acquire();
    expect([microphone.state, microphone.error]).toEqual(['on', undefined]);
  });

  test('closing ends every capture', async () => {
    const microphone = open();
    const lease = await microphone.acquire();
    microphone.close();
    expect([fakes.live, lease.track.readyState, microphone.state]).toEqual([0, 'ended', 'off']);
    await expect(microphone.acquire()).rejects.toMatchObject({code: 'aborted'});
  });
});
