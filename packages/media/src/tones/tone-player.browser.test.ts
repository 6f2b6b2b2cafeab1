import {beforeEach, expect, onTestFinished, test, vi} from 'vitest';
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

/** How loud the loudspeaker is: one measurement, of a third of a second at least, until it is as expected. */
const expectLoudness = () => expect.poll(async () => (await hears(speakers)).rms);

test('ringback in the United States is 440 and 480 Hz', async () => {
  open().setTone('ringback');
  await vi.waitFor(async () => {
    const {levels} = await hears(speakers, {frequencies: [440, 480, 425, 620]});
    expect(levels[440]).toBeGreaterThan(-30);
    expect(levels[480]).toBeCloseTo(levels[440]!, 0);
    expect(levels[620]).toBeLessThan(levels[440]! - 50);
  }, 20_000);
});

test('silence ends a tone', async () => {
  const audio = open();
  // Its pauses, of a quarter of a second, are shorter than a measurement.
  audio.setTone('congestion');
  await expectLoudness().toBeGreaterThan(-40);
  audio.setTone(undefined);
  await expectLoudness().toBe(-Infinity);
});

test('another country sounds as it does there, from the moment it is chosen', async () => {
  const audio = open();
  audio.setTone('ringback');
  // It sounds for a second: it is chosen anew for a listener who came too late for it.
  const heard = async () => {
    audio.configureTones({country: 'US'});
    const ears = hears(speakers);
    audio.configureTones({country: 'DE'});
    return (await ears).frequency;
  };
  await expect.poll(heard).toBeCloseTo(425, 0);
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
  await expectLoudness().toBeGreaterThan(-40);
  audio.configureTones({ringer: false});
  await expectLoudness().toBe(-Infinity);
  // That may have been a pause: the next one would ring from its beginning.
  audio.setTone(undefined);
  audio.setTone('ringing');
  expect((await hears(speakers)).rms).toBe(-Infinity);
  audio.setTone('busy');
  await expectLoudness().toBeGreaterThan(-40);
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
  audio.setTone('congestion');
  await expectLoudness().toBeGreaterThan(-40);
  audio.close();
  await expectLoudness().toBe(-Infinity);
});
