import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {BrowserAudio, type BrowserAudioOptions} from '../browser-audio.js';
import {hears} from '../testing/hears.js';
import {speakerStream} from '../testing/speaker-stream.js';
import {dtmfFrequencies} from './dtmf.js';

let context: AudioContext;
let speakers: MediaStream;
beforeEach(() => {
  context = new AudioContext();
  const spy = speakerStream(context);
  speakers = spy.stream;
  onTestFinished(async () => {
    spy.restore();
    await context.close();
  });
});

function open(options: BrowserAudioOptions = {}): BrowserAudio {
  const audio = new BrowserAudio({context, storage: null, ...options});
  onTestFinished(() => audio.close());
  return audio;
}

test('ringback in the United States is 440 and 480 Hz, and silence ends it', async () => {
  const audio = open();
  audio.setTone('ringback');
  const {levels} = await hears(speakers, {frequencies: [440, 480, 425, 620]});
  expect(levels[440]).toBeGreaterThan(-30);
  expect(levels[480]).toBeCloseTo(levels[440]!, 0);
  expect(levels[620]).toBeLessThan(levels[440]! - 50);
  audio.setTone(undefined);
  await hears(speakers, {duration: 100});
  expect((await hears(speakers)).rms).toBe(-Infinity);
});

test('another country sounds as it does there, from the moment it is chosen', async () => {
  const audio = open();
  audio.setTone('ringback');
  audio.configureTones({country: 'DE'});
  await hears(speakers, {duration: 100});
  expect((await hears(speakers)).frequency).toBeCloseTo(425, 0);
});

test('busy pauses between its tones', async () => {
  open({country: 'CH'}).setTone('busy');
  const loud: boolean[] = [];
  while (new Set(loud).size < 2) loud.push((await hears(speakers, {duration: 50})).rms > -40);
  expect(loud).toContain(true);
  expect(loud).toContain(false);
});

test('an incoming call rings, unless the ringer is off', async () => {
  const audio = open();
  audio.setTone('ringing');
  expect((await hears(speakers)).rms).toBeGreaterThan(-40);
  audio.configureTones({ringer: false});
  await hears(speakers, {duration: 100});
  expect((await hears(speakers)).rms).toBe(-Infinity);
  audio.setTone('busy');
  expect((await hears(speakers)).rms).toBeGreaterThan(-40);
});

test('a pressed key is heard as its two frequencies', async () => {
  const audio = open();
  const [low, high] = dtmfFrequencies('5')!;
  // A key sounds for a moment: it is pressed anew for a listener who came too late for it.
  const heard = async () => {
    const ears = hears(speakers, {frequencies: [low, high, 697, 1477], duration: 90});
    audio.playDigit('5');
    const {levels} = await ears;
    return [low, high, 697, 1477].filter((frequency) => levels[frequency]! > -40);
  };
  await expect.poll(heard).toEqual([low, high]);
});

test('closing ends every sound', async () => {
  const audio = open();
  audio.setTone('ringback');
  await hears(speakers, {duration: 100});
  audio.close();
  await hears(speakers, {duration: 100});
  expect((await hears(speakers)).rms).toBe(-Infinity);
});
