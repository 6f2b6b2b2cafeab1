import {expect, onTestFinished, test, vi} from 'vitest';
import {BrowserAudio} from '../browser-audio.js';
import {FakeMicrophones} from '../testing/fake-microphones.js';
import {hears} from '../testing/hears.js';
import {nextEvent} from '../testing/next-event.js';
import {speakerStream} from '../testing/speaker-stream.js';
import {toneTrack} from '../testing/tone-track.js';

/** Lets nothing sound before a gesture, as browsers do with pages that nobody has touched. */
function blockSound() {
  const {play} = HTMLMediaElement.prototype;
  const {resume} = AudioContext.prototype;
  const played = new Set<HTMLMediaElement>();
  let blocked = true;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (blocked && !this.muted) return Promise.reject(new DOMException('no gesture yet', 'NotAllowedError'));
    if (!this.muted) played.add(this);
    return play.call(this);
  };
  AudioContext.prototype.resume = function (this: AudioContext) {
    return blocked ? new Promise<void>(() => {}) : resume.call(this);
  };
  onTestFinished(() => {
    HTMLMediaElement.prototype.play = play;
    AudioContext.prototype.resume = resume;
  });
  return {played, gesture: () => (blocked = false)};
}

function open(context?: AudioContext): BrowserAudio {
  const fakes = new FakeMicrophones({deviceId: 'headset', frequency: 500});
  const audio = new BrowserAudio({storage: null, ...(context && {context})});
  onTestFinished(() => {
    audio.close();
    fakes.restore();
  });
  return audio;
}

test('a far side that may not sound is a state, and sounds after unblock()', async () => {
  const {played, gesture} = blockSound();
  const audio = open();
  const line = await audio.openLine();
  const blocked = nextEvent(audio, 'change');
  const remote = new MediaStream([toneTrack(1_000)]);
  line.attach(remote);
  await blocked;
  expect(audio.playback).toBe('blocked');
  await audio.unblock();
  expect(audio.playback).toBe('blocked');

  gesture();
  await audio.unblock();
  await expect.poll(() => audio.playback).toBe('allowed');
  expect([...played].map((element) => element.srcObject)).toEqual([remote]);
});

test('the first key anywhere in the page is remedy enough', async () => {
  const {gesture} = blockSound();
  const audio = open();
  const line = await audio.openLine();
  const blocked = nextEvent(audio, 'change');
  line.attach(new MediaStream([toneTrack(1_000)]));
  await blocked;
  gesture();
  const allowed = nextEvent(audio, 'change');
  document.body.dispatchEvent(new KeyboardEvent('keydown', {bubbles: true}));
  await allowed;
  expect(audio.playback).toBe('allowed');
});

test('a call that ends while blocked blocks no longer', async () => {
  blockSound();
  const audio = open();
  const line = await audio.openLine();
  const blocked = nextEvent(audio, 'change');
  line.attach(new MediaStream([toneTrack(1_000)]));
  await blocked;
  line.close();
  expect(audio.playback).toBe('allowed');
});

test('a tone that may not sound yet sounds after the gesture', async () => {
  const context = new AudioContext();
  onTestFinished(() => context.close());
  await context.suspend();
  const {gesture} = blockSound();
  const speakers = speakerStream(context);
  onTestFinished(speakers.restore);
  const audio = open(context);
  const blocked = nextEvent(audio, 'change');
  audio.setTone('ringback');
  await blocked;
  expect(audio.playback).toBe('blocked');
  audio.setTone(undefined);
  expect(audio.playback).toBe('allowed');

  const again = nextEvent(audio, 'change');
  audio.setTone('ringback');
  await again;
  gesture();
  await audio.unblock();
  await expect.poll(() => audio.playback).toBe('allowed');
  const level = async () => (await hears(speakers.stream, {frequencies: [440]})).levels[440];
  await expect.poll(level, {timeout: 20_000}).toBeGreaterThan(-30);
});

test('a far side is played, silenced and heard again', async () => {
  const playing = vi.spyOn(HTMLMediaElement.prototype, 'play');
  onTestFinished(() => playing.mockRestore());
  const audio = open();
  const line = await audio.openLine();
  const remote = new MediaStream([toneTrack(1_000)]);
  line.attach(remote);
  const element = (playing.mock.contexts as HTMLAudioElement[]).find(({srcObject}) => srcObject === remote)!;
  await playing.mock.results[0]!.value;
  expect([element.muted, element.paused]).toEqual([false, false]);
  line.setAudible(false);
  expect(element.muted).toBe(true);
  line.setAudible(true);
  expect([element.muted, element.paused]).toEqual([false, false]);
  line.close();
  expect(element.srcObject).toBe(null);
});

test('what is no call’s is played as loud as wanted', async () => {
  const playing = vi.spyOn(HTMLMediaElement.prototype, 'play');
  onTestFinished(() => playing.mockRestore());
  const audio = open();
  const stream = new MediaStream([toneTrack(1_000)]);
  const played = audio.play(stream);
  const element = (playing.mock.contexts as HTMLAudioElement[]).find(({srcObject}) => srcObject === stream)!;
  played.setVolume(0.1);
  expect([element.muted, element.volume]).toEqual([false, 0.1]);
  played.close();
  expect(element.srcObject).toBe(null);
});

test('a ringtone of one’s own loops instead of the phone’s ringing', async () => {
  const playing = vi.spyOn(HTMLMediaElement.prototype, 'play');
  onTestFinished(() => playing.mockRestore());
  const audio = open();
  audio.configureTones({ringtone: 'data:audio/wav;base64,'});
  audio.setTone('ringing');
  const element = playing.mock.contexts[0] as HTMLAudioElement;
  expect([element.loop, element.src]).toEqual([true, 'data:audio/wav;base64,']);
  audio.setTone(undefined);
  expect([element.paused, element.getAttribute('src')]).toEqual([true, null]);
});
