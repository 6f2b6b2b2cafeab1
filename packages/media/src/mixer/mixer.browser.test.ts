import {expect, onTestFinished, test, vi} from 'vitest';
import {SharedContext} from '../context/shared-context.js';
import {hears} from '../testing/hears.js';
import {toneTrack} from '../testing/tone-track.js';
import {Mixer} from './mixer.js';

const frequencies = [600, 1_000];
/** For one measurement without a gap in the sound, in ms: a busy machine makes some. */
const patience = 10_000;

function open(): Mixer {
  const context = new SharedContext();
  onTestFinished(() => context.close());
  return new Mixer(context);
}

test('each crossing has its own gain', async () => {
  const mixer = open();
  const [low, high] = frequencies.map((hz) => mixer.input(toneTrack(hz)));
  const [first, second] = [mixer.output(), mixer.output()];
  low!.setGain(first, 1);
  low!.setGain(second, 0.1);
  high!.setGain(second, 1);
  await vi.waitFor(async () => {
    const [heardFirst, heardSecond] = await Promise.all(
      [first, second].map(({track}) => hears(track, {frequencies})),
    );
    expect(heardFirst!.levels[600]).toBeCloseTo(-20, 0);
    expect(heardFirst!.levels[1_000]).toBeLessThan(-90);
    expect(heardSecond!.levels[600]).toBeCloseTo(-40, 0);
    expect(heardSecond!.levels[1_000]).toBeCloseTo(-20, 0);
  }, patience);
});

test('gain 0 and closing take an input out altogether', async () => {
  const mixer = open();
  const [low, high] = frequencies.map((hz) => mixer.input(toneTrack(hz)));
  const output = mixer.output();
  for (const input of [low!, high!]) input.setGain(output, 1);
  low!.setGain(output, 0);
  await vi.waitFor(async () => {
    const {levels} = await hears(output.track, {frequencies});
    expect(levels[1_000]).toBeCloseTo(-20, 0);
    expect(levels[600]).toBeLessThan(-90);
  }, patience);
  high!.close();
  await expect.poll(async () => (await hears(output.track)).rms).toBe(-Infinity);
});

test('a replaced source takes the same place', async () => {
  const mixer = open();
  const input = mixer.input(toneTrack(600));
  const output = mixer.output();
  input.setGain(output, 1);
  input.replace(new MediaStream([toneTrack(1_000)]));
  await vi.waitFor(async () => {
    const {levels} = await hears(output.stream, {frequencies});
    expect(levels[1_000]).toBeCloseTo(-20, 0);
    expect(levels[600]).toBeLessThan(-90);
  }, patience);
});

test('a stream that gets its track later is heard from then on', async () => {
  const mixer = open();
  const stream = new MediaStream();
  const output = mixer.output();
  mixer.input(stream).setGain(output, 1);
  expect((await hears(output.track)).rms).toBe(-Infinity);
  const track = toneTrack(600);
  stream.addTrack(track);
  stream.dispatchEvent(new MediaStreamTrackEvent('addtrack', {track}));
  await expect.poll(async () => (await hears(output.track)).frequency).toBeCloseTo(600, 0);
});
