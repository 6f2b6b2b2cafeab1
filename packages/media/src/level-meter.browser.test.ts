import {expect, onTestFinished, test, vi} from 'vitest';
import {LevelMeter, type LevelEvent} from './level-meter.js';
import {nextEvent} from './testing/next-event.js';
import {toneTrack} from './testing/tone-track.js';

function open(track: MediaStreamTrack, signal?: AbortSignal): LevelMeter {
  const meter = new LevelMeter(new MediaStream([track]), signal && {signal});
  onTestFinished(() => meter.close());
  return meter;
}

test('a sine of -20 dBFS peak is -23 dBFS on average', async () => {
  const meter = open(toneTrack(1_000, -20));
  const settled = () => meter.db > -23.3;
  const {db, peak, level} = (await nextEvent(meter, 'level', settled)) as LevelEvent;
  expect(db).toBeCloseTo(-23, 0);
  expect(peak).toBeCloseTo(-20, 0);
  expect(level).toBeCloseTo(1 - 23 / 60, 1);
});

test('a muted track falls to nothing', async () => {
  const track = toneTrack(1_000, -20);
  const meter = open(track);
  await nextEvent(meter, 'level', () => meter.level > 0.5);
  track.enabled = false;
  await nextEvent(meter, 'level', () => meter.level === 0);
  expect(meter.db).toBe(-Infinity);
});

test('it ends with its signal', async () => {
  const end = new AbortController();
  const meter = open(toneTrack(1_000), end.signal);
  const other = open(toneTrack(1_000));
  await nextEvent(meter, 'level');
  end.abort();
  const late = vi.fn();
  meter.addEventListener('level', late);
  await nextEvent(other, 'level');
  await nextEvent(other, 'level');
  expect(late).not.toHaveBeenCalled();
});
