import {afterEach, beforeEach, expect, onTestFinished, test, vi} from 'vitest';
import {BrowserAudio} from '../browser-audio.js';
import {nextEvent} from '../testing/next-event.js';
import {toneTrack} from '../testing/tone-track.js';

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

function open(): BrowserAudio {
  const audio = new BrowserAudio();
  onTestFinished(() => audio.close());
  return audio;
}

async function listed(audio: BrowserAudio): Promise<BrowserAudio> {
  if (!audio.devices.speakers.length)
    await nextEvent(audio.devices, 'change', () => audio.devices.speakers.length > 0);
  return audio;
}

/** Makes the page believe that only these devices are plugged in. */
async function plugOnly(keep: (device: MediaDeviceInfo) => boolean): Promise<() => void> {
  const all = await navigator.mediaDevices.enumerateDevices();
  const list = vi.spyOn(navigator.mediaDevices, 'enumerateDevices').mockResolvedValue(all.filter(keep));
  onTestFinished(() => list.mockRestore());
  navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  return () => {
    list.mockRestore();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  };
}

test('microphones and speakers are listed with their names', async () => {
  const {devices} = await listed(open());
  expect(devices.microphones.map(({label}) => label)).toContain('Fake Audio Input 1');
  expect(devices.speakers.map(({label}) => label)).toContain('Fake Audio Output 2');
  expect([devices.microphone, devices.speaker]).toEqual(['', '']);
});

test('a choice is in effect, and remembered for the next visit', async () => {
  const {devices, microphone} = await listed(open());
  const lease = await microphone.acquire();
  const input = devices.microphones.find(({label}) => label === 'Fake Audio Input 2')!.deviceId;
  const output = devices.speakers.find(({label}) => label === 'Fake Audio Output 1')!.deviceId;
  await devices.selectMicrophone(input);
  await devices.selectSpeaker(output);
  expect(lease.track.getSettings().deviceId).toBe(input);
  expect([devices.microphone, devices.speaker]).toEqual([input, output]);

  const next = open();
  if (!next.devices.speaker) await nextEvent(next.devices, 'change', () => next.devices.speaker === output);
  expect(next.devices.microphone).toBe(input);
  const again = await next.microphone.acquire();
  expect(again.track.getSettings().deviceId).toBe(input);
});

test('what already plays moves to the chosen speaker', async () => {
  const moved = vi.spyOn(HTMLMediaElement.prototype, 'setSinkId');
  onTestFinished(() => moved.mockRestore());
  const audio = await listed(open());
  const line = await audio.openLine();
  line.attach(new MediaStream([toneTrack(1_000)]));
  const output = audio.devices.speakers.find(({label}) => label === 'Fake Audio Output 2')!.deviceId;
  await audio.devices.selectSpeaker(output);
  const playing = (moved.mock.contexts as HTMLMediaElement[]).filter((element) => element.srcObject);
  expect(playing.map((element) => (element as HTMLAudioElement).sinkId)).toEqual([output]);
});

test('a speaker that cannot be used is refused, and the former one stays', async () => {
  const {devices} = await listed(open());
  const output = devices.speakers.find(({label}) => label === 'Fake Audio Output 1')!.deviceId;
  await devices.selectSpeaker(output);
  await expect(devices.selectSpeaker('nonsense')).rejects.toMatchObject({code: 'speaker-unavailable'});
  expect(devices.speaker).toBe(output);
});

test('an unplugged speaker gives way to the default one, and takes over when it is back', async () => {
  const {devices} = await listed(open());
  const output = devices.speakers.find(({label}) => label === 'Fake Audio Output 1')!.deviceId;
  await devices.selectSpeaker(output);
  const gone = nextEvent(devices, 'change', () => devices.speaker === '');
  const plugIn = await plugOnly(({deviceId}) => deviceId !== output);
  await gone;
  const back = nextEvent(devices, 'change', () => devices.speaker === output);
  plugIn();
  await back;
});
