import {expect, test} from 'vitest';
import {hears} from './hears.js';
import {toneTrack} from './tone-track.js';

test('a tone is heard at its frequency and level, and no other', async () => {
  const heard = await hears(toneTrack(1_000, -20), {frequencies: [1_000, 1_400]});
  expect(heard.frequency).toBeCloseTo(1_000, 0);
  expect(heard.level).toBeCloseTo(-20, 0);
  expect(heard.levels[1_000]).toBeCloseTo(-20, 0);
  expect(heard.levels[1_400]).toBeLessThan(-90);
});

test('a tone ends with its signal', async () => {
  const stop = new AbortController();
  const tone = toneTrack(620, -20, {signal: stop.signal});
  expect((await hears(new MediaStream([tone]))).frequency).toBeCloseTo(620, 0);
  stop.abort();
  expect(tone.readyState).toBe('ended');
});

test('a disabled track is silence', async () => {
  const track = toneTrack(1_000);
  track.enabled = false;
  expect(await hears(track)).toMatchObject({frequency: 0, level: -Infinity, rms: -Infinity});
});
