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
  // A key sounds for a moment only: it is pressed again and again while somebody listens.
  const pressing = setInterval(() => audio.playDigit('5'), 150);
  onTestFinished(() => clearInterval(pressing));
  const {levels} = await hears(speakers, {frequencies: [low, high, 697], duration: 500});
  expect(levels[low]).toBeGreaterThan(-40);
  expect(levels[high]).toBeGreaterThan(-40);
  expect(levels[697]).toBeLessThan(levels[low]! - 20);
});

test('closing ends every sound', async () => {
  const audio = open();
  audio.setTone('ringback');
  await hears(speakers, {duration: 100});
  audio.close();
  await hears(speakers, {duration: 100});
  expect((await hears(speakers)).rms).toBe(-Infinity);
});
