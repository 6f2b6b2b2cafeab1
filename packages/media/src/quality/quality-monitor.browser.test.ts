import {expect, onTestFinished, test, vi} from 'vitest';
import {LevelMeter} from '../level-meter.js';
import {loopback} from '../testing/loopback.js';
import {nextEvent} from '../testing/next-event.js';
import {toneTrack} from '../testing/tone-track.js';
import {QualityMonitor, type QualityMonitorOptions} from './quality-monitor.js';

const interval = 100;
/** Ms. */
const patience = 12_000;

async function call(track = toneTrack(1_000)) {
  const end = new AbortController();
  onTestFinished(() => end.abort());
  return loopback(track, {signal: end.signal});
}

function watch(connection: RTCPeerConnection, options: QualityMonitorOptions = {}): QualityMonitor {
  const monitor = new QualityMonitor(connection, {interval, ...options});
  onTestFinished(() => monitor.close());
  return monitor;
}

test('a call within the page is measured at both ends', async () => {
  const {near, far, remote} = await call();
  const listener = new LevelMeter(remote);
  onTestFinished(() => listener.close());
  const [sending, receiving] = [watch(near), watch(far)];
  // All of it in one report: how good each one is depends on how busy the machine is.
  await vi.waitFor(() => {
    const {report} = sending;
    expect(report).toMatchObject({codec: 'opus', warnings: []});
    expect(report!.bitrateOut).toBeGreaterThan(0);
    expect(report!.microphone).toBeCloseTo(-20, 0);
  }, patience);
  await vi.waitFor(() => {
    const {report} = receiving;
    expect(report).toMatchObject({lossIn: 0, packetsIn: expect.any(Number)});
    expect(report!.bitrateIn).toBeGreaterThan(0);
    expect(report!.jitterBuffer).toBeGreaterThan(0);
    // 4.5 is the best there is.
    expect(report!.mos).toBeGreaterThan(1);
    expect(report!.mos).toBeLessThanOrEqual(4.5);
  }, patience);
});

test('a far side that stops sending is noticed', async () => {
  const {near, far} = await call();
  const monitor = watch(far);
  await nextEvent(monitor, 'quality', () => monitor.report!.packetsIn > 0);
  await near.getSenders()[0]!.replaceTrack(null);
  await nextEvent(monitor, 'quality', () => monitor.report!.warnings.includes('no-audio-in'));
  await near.getSenders()[0]!.replaceTrack(toneTrack(1_000));
  await nextEvent(monitor, 'quality', () => !monitor.report!.warnings.length);
});

test('a microphone that gives nothing is noticed, one that was muted is not', async () => {
  const {near} = await call(toneTrack(1_000, -200));
  const monitor = watch(near);
  const muted = watch(near, {isMuted: () => true});
  await nextEvent(monitor, 'quality', () => monitor.report!.warnings.includes('silent-microphone'));
  await nextEvent(muted, 'quality');
  await nextEvent(muted, 'quality');
  expect(muted.report!.warnings).not.toContain('silent-microphone');
});

test('it ends with its signal, and with the connection', async () => {
  const {near, far} = await call();
  const end = new AbortController();
  const [aborted, closing] = [watch(near, {signal: end.signal}), watch(far)];
  const {far: third} = await call();
  const clock = watch(third);
  await Promise.all([nextEvent(aborted, 'quality'), nextEvent(closing, 'quality')]);
  const late = vi.fn();
  end.abort();
  aborted.addEventListener('quality', late);
  far.close();
  closing.addEventListener('quality', late);
  await nextEvent(clock, 'quality');
  await nextEvent(clock, 'quality');
  expect(late).not.toHaveBeenCalled();
});
