import type {AudioLine} from '@sidetone/core';
import {beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import {BrowserAudio} from '../browser-audio.js';
import {levelAt} from '../signal/goertzel.js';
import {FakeMicrophones} from '../testing/fake-microphones.js';
import {hears} from '../testing/hears.js';
import {loopback} from '../testing/loopback.js';
import {nextEvent} from '../testing/next-event.js';
import {toneTrack} from '../testing/tone-track.js';

const microphoneHz = 500;
const farHz = [800, 1_100, 1_700];
const frequencies = [microphoneHz, ...farHz, 1_400];
/** dBFS that counts as silence: the tones are at -20. */
const silence = -80;

let fakes: FakeMicrophones;
let audio: BrowserAudio;
beforeEach(() => {
  fakes = new FakeMicrophones(
    {deviceId: 'headset', frequency: microphoneHz},
    {deviceId: 'webcam', frequency: 2_300},
  );
  audio = new BrowserAudio({storage: null});
  onTestFinished(() => {
    audio.close();
    fakes.restore();
  });
});

async function openLines(count: number): Promise<AudioLine[]> {
  const lines = await Promise.all(farHz.slice(0, count).map(() => audio.openLine()));
  lines.forEach((line, index) => line.attach(new MediaStream([toneTrack(farHz[index]!)])));
  return lines;
}

/** Which of the frequencies are in this sound, and of which there is a trace; all others are silent. */
async function tonesIn(source: MediaStreamTrack, duration?: number): Promise<(number | string)[]> {
  const {levels} = await hears(source, {frequencies, ...(duration && {duration})});
  return frequencies
    .filter((hz) => levels[hz]! >= silence)
    .map((hz) => (levels[hz]! > -40 ? hz : `a trace of ${hz}`));
}

/** As {@link tonesIn}, in the first second after a switch, of which what is still on its way goes by unmeasured. */
const tonesFromNow = (source: MediaStreamTrack) => tonesIn(source, 1_000);

/** The sound is this, and stays so: sound that starts late or stops for a moment, on a busy machine, is heard again. */
const expectTones = (source: MediaStreamTrack, message?: string) =>
  expect.poll(() => tonesIn(source), {...(message && {message})});

test('a line sends the microphone’s own track, and muting silences this line only', async () => {
  const [line, other] = await openLines(2);
  await expectTones(line!.track).toEqual([microphoneHz]);
  line!.setMuted(true);
  expect([line!.muted, other!.muted]).toEqual([true, false]);
  expect(await tonesFromNow(line!.track)).toEqual([]);
  await expectTones(other!.track).toEqual([microphoneHz]);
});

test('the microphone is off when the last line is closed', async () => {
  const [line, other] = await openLines(2);
  line!.close();
  expect(fakes.live).toBe(1);
  other!.close();
  expect([fakes.live, audio.microphone.state]).toEqual([0, 'off']);
});

test('another microphone reaches the line as a new track', async () => {
  const [line] = await openLines(1);
  const replaced = nextEvent(line!, 'track');
  await audio.devices.selectMicrophone('webcam');
  await replaced;
  await expect.poll(async () => (await hears(line!.track)).frequency).toBeCloseTo(2_300, 0);
});

test('what a merged and recorded call opened is released when it ends', async () => {
  const lines = await openLines(2);
  const {use} = audio.context;
  let held = 0;
  const counted = vi.spyOn(audio.context, 'use').mockImplementation(() => {
    const {context, release} = use.call(audio.context);
    let released = false;
    held++;
    return {
      context,
      release: () => {
        if (!released) held--;
        released = true;
        release();
      },
    };
  });
  onTestFinished(() => counted.mockRestore());
  audio.merge(lines);
  const recording = await lines[0]!.record({announce: true});
  audio.setTone('call-waiting');
  expect(held).toBeGreaterThan(6);
  for (const line of lines) line.close();
  await recording.stop();
  const {context, release} = use.call(audio.context);
  audio.setTone(undefined);
  await vi.waitUntil(() => held === 0, 10_000);
  expect(context.state).toBe('running');
  release();
});

describe('merged', () => {
  test('every far side hears the microphone and the others, but not itself', async () => {
    const lines = await openLines(3);
    const plain = lines.map(({track}) => track);
    const switched = lines.map((line) => nextEvent(line, 'track'));
    const undo = audio.merge(lines);
    await Promise.all(switched);
    for (const [index, {track}] of lines.entries()) {
      const expected = [microphoneHz, ...farHz.filter((_, far) => far !== index)];
      await expectTones(track, `far side ${index}`).toEqual(expected);
    }
    const restored = lines.map((line) => nextEvent(line, 'track'));
    undo();
    undo();
    await Promise.all(restored);
    expect(lines.map(({track}) => track)).toEqual(plain);
  });

  test('a muted line still passes the other far side on', async () => {
    const [line, other] = await openLines(2);
    audio.merge([line!, other!]);
    line!.setMuted(true);
    await expectTones(line!.track).toEqual([farHz[1]]);
    await expectTones(other!.track).toEqual([microphoneHz, farHz[0]]);
  });

  test('a held far side is kept out, and comes back', async () => {
    const [line, other] = await openLines(2);
    audio.merge([line!, other!]);
    await expectTones(other!.track).toEqual([microphoneHz, farHz[0]]);
    line!.setAudible(false);
    expect(await tonesFromNow(other!.track)).not.toContain(farHz[0]);
    await expectTones(other!.track).toEqual([microphoneHz]);
    line!.setAudible(true);
    await expectTones(other!.track).toEqual([microphoneHz, farHz[0]]);
  });

  test('when one line is closed the others stay merged, and the last one is plain again', async () => {
    const [first, second, third] = await openLines(3);
    const plain = second!.track;
    audio.merge([first!, second!, third!]);
    third!.close();
    await expectTones(second!.track).toEqual([microphoneHz, farHz[0]]);
    first!.close();
    expect(second!.track).toBe(plain);
  });

  test('the far side’s stream and the microphone can change meanwhile', async () => {
    const [line, other] = await openLines(2);
    audio.merge([line!, other!]);
    line!.attach(new MediaStream([toneTrack(farHz[2]!)]));
    await expectTones(other!.track).toEqual([microphoneHz, farHz[2]]);
    await audio.devices.selectMicrophone('webcam');
    await vi.waitFor(async () => {
      const {levels} = await hears(other!.track, {frequencies: [microphoneHz, 2_300]});
      expect(levels[2_300]).toBeCloseTo(-20, 0);
      expect(levels[microphoneHz]).toBeLessThan(silence);
    }, 10_000);
  });

  test('far sides that come over WebRTC are heard', async () => {
    const end = new AbortController();
    onTestFinished(() => end.abort());
    const [line, other] = await openLines(2);
    const {remote} = await loopback(toneTrack(farHz[2]!), {signal: end.signal});
    line!.attach(remote);
    audio.merge([line!, other!]);
    await vi.waitFor(async () => {
      const {levels} = await hears(other!.track, {frequencies, duration: 1_500});
      expect(levels[farHz[2]!]).toBeGreaterThan(-26);
      expect(levels[microphoneHz]).toBeCloseTo(-20, 0);
    }, 10_000);
  });

  test('it takes two open lines of this audio', async () => {
    const [line, other] = await openLines(2);
    const before = line!.track;
    expect(() => audio.merge([line!])).toThrow(expect.objectContaining({code: 'merge-unavailable'}));
    other!.close();
    expect(() => audio.merge([line!, other!])).toThrow(expect.objectContaining({code: 'merge-unavailable'}));
    expect(line!.track).toBe(before);
  });
});

describe('recorded', () => {
  async function soundOf(file: Blob): Promise<AudioBuffer> {
    return new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await file.arrayBuffer());
  }

  async function tonesOf(file: Blob): Promise<number[]> {
    const sound = await soundOf(file);
    return frequencies.filter((hz) => levelAt(hz, sound.getChannelData(0), sound.sampleRate) > -40);
  }

  test('the file holds both sides; the far side hears nothing of it', async () => {
    const [line] = await openLines(1);
    const plain = line!.track;
    const recording = await line!.record();
    expect(line!.track).toBe(plain);
    await hears(line!.track, {duration: 1_000});
    const file = await recording.stop();
    expect(file.type).toMatch(/^audio\//);
    expect(await recording.stop()).toBe(file);
    expect(await tonesOf(file)).toEqual([microphoneHz, farHz[0]]);
  });

  test('announced, the far side hears 1400 Hz at once, and the plain microphone afterwards', async () => {
    const [line] = await openLines(1);
    const plain = line!.track;
    let recorder!: MediaRecorder;
    // At the switch itself: anything later could be late for a beep this short.
    const listen = () => {
      recorder = new MediaRecorder(new MediaStream([line!.track]));
      recorder.start();
    };
    line!.addEventListener('track', listen, {once: true});
    const recording = await line!.record({announce: true});
    await hears(line!.track, {duration: 1_000});
    const farSideHeard = nextEvent(recorder, 'dataavailable');
    recorder.stop();
    const sound = await soundOf(((await farSideHeard) as BlobEvent).data);
    const atFirst = sound.getChannelData(0).subarray(0, sound.sampleRate / 2);
    expect(levelAt(1_400, atFirst, sound.sampleRate)).toBeGreaterThan(-30);
    expect(levelAt(microphoneHz, atFirst, sound.sampleRate)).toBeGreaterThan(-30);
    await expectTones(line!.track).toEqual([microphoneHz]);
    await recording.stop();
    expect(line!.track).toBe(plain);
  });

  test('the end of the call ends the recording, whose file can still be had', async () => {
    const [line] = await openLines(1);
    const recording = await line!.record({announce: true});
    await expectTones(line!.track).toContain(microphoneHz);
    line!.close();
    expect((await soundOf(await recording.stop())).duration).toBeGreaterThan(0.3);
    await expect(line!.record()).rejects.toMatchObject({code: 'recording-unavailable'});
  });

  test('while held neither side is recorded', async () => {
    const [line] = await openLines(1);
    line!.setAudible(false);
    const recording = await line!.record();
    await hears(line!.track, {duration: 1_000});
    expect(await tonesOf(await recording.stop())).toEqual([]);
  });

  test('one recording at a time', async () => {
    const [line] = await openLines(1);
    const recording = await line!.record();
    await expect(line!.record()).rejects.toMatchObject({code: 'recording-unavailable'});
    await recording.stop();
    await (await line!.record()).stop();
  });
});

test('what is mixed in is heard by that far side only; its own voice is in the tap, and nothing else', async () => {
  const [line, other] = await openLines(2);
  const room = new MediaStream([toneTrack(1_400)]);
  const undo = line!.mixIn(room);
  const tap = line!.tap();
  await expectTones(line!.track).toEqual([microphoneHz, 1_400]);
  await expectTones(other!.track).toEqual([microphoneHz]);
  await expectTones(tap.track).toEqual([farHz[0]]);
  line!.setMuted(true);
  expect(await tonesFromNow(line!.track)).not.toContain(microphoneHz);
  await expectTones(line!.track).toEqual([1_400]);
  line!.setAudible(false);
  expect(await tonesFromNow(tap.track)).toEqual([]);
  line!.setMuted(false);
  line!.setAudible(true);
  undo();
  expect(await tonesFromNow(line!.track)).not.toContain(1_400);
  await expectTones(line!.track).toEqual([microphoneHz]);
  tap.close();
  expect(tap.track.readyState).toBe('ended');
});

test('a line that is over ends its taps, and mixes nothing more', async () => {
  const [line] = await openLines(1);
  const tap = line!.tap();
  line!.close();
  expect(tap.track.readyState).toBe('ended');
  expect(() => line!.tap()).toThrow(expect.objectContaining({code: 'merge-unavailable'}));
  expect(() => line!.mixIn(new MediaStream())).toThrow(expect.objectContaining({code: 'merge-unavailable'}));
});
