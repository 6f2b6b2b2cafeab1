import {expect, test} from 'vitest';
import {readCounters} from './counters.js';
import {sampleBetween} from './sample.js';

interface Moment {
  received: number;
  lost: number;
  sent: number;
  energy?: number;
  farLoss?: number;
}

function report({received, lost, sent, energy = 0, farLoss = 0}: Moment) {
  const seconds = received / 50;
  return new Map<string, Record<string, unknown>>([
    ['V', {type: 'inbound-rtp', kind: 'video', packetsReceived: 9_999, packetsLost: 9_999}],
    [
      'I',
      {
        type: 'inbound-rtp',
        kind: 'audio',
        codecId: 'C',
        packetsReceived: received,
        packetsLost: lost,
        bytesReceived: received * 80,
        jitter: 0.012,
        jitterBufferDelay: seconds * 48_000 * 0.06,
        jitterBufferEmittedCount: seconds * 48_000,
      },
    ],
    ['O', {type: 'outbound-rtp', kind: 'audio', codecId: 'C', packetsSent: sent, bytesSent: sent * 160}],
    [
      'R',
      {type: 'remote-inbound-rtp', kind: 'audio', roundTripTime: 0.08, fractionLost: farLoss, timestamp: 1},
    ],
    ['P', {type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.5}],
    ['S', {type: 'media-source', kind: 'audio', totalAudioEnergy: energy, totalSamplesDuration: seconds}],
    ['C', {type: 'codec', mimeType: 'audio/opus'}],
  ]);
}

function between(before: Moment, after: Moment) {
  return sampleBetween(readCounters(report(before), 1_000), readCounters(report(after), 2_000));
}

test('a second of a good call', () => {
  const sample = between(
    {received: 50, lost: 0, sent: 50},
    {received: 100, lost: 0, sent: 100, energy: 0.01},
  );
  expect(sample).toMatchObject({
    lossIn: 0,
    lossOut: 0,
    jitter: 12,
    roundTrip: 80,
    codec: 'opus',
    bitrateIn: 32_000,
    bitrateOut: 64_000,
    packetsIn: 50,
    packetsOut: 50,
  });
  expect(sample.jitterBuffer).toBeCloseTo(60);
  expect(sample.microphone).toBeCloseTo(-20);
  expect(sample.mos).toBeGreaterThan(4.3);
});

test('only what was lost in the interval counts', () => {
  const sample = between(
    {received: 1_000, lost: 500, sent: 50},
    {received: 1_045, lost: 505, sent: 100, farLoss: 0.25},
  );
  expect(sample.lossIn).toBeCloseTo(0.1);
  expect(sample.lossOut).toBe(0.25);
  expect(sample.mos).toBeLessThan(3.7);
});

test('counters that begin again do no harm', () => {
  const sample = between({received: 1_000, lost: 10, sent: 1_000}, {received: 5, lost: 0, sent: 5});
  expect(sample).toMatchObject({lossIn: 0, packetsIn: 0, bitrateIn: 0});
});

test('without RTCP the round trip is that of ICE, and unknown before both', () => {
  const withoutRtcp = report({received: 1, lost: 0, sent: 1});
  withoutRtcp.delete('R');
  expect(readCounters(withoutRtcp, 0).roundTrip).toBe(500);
  expect(readCounters(new Map(), 0)).toMatchObject({roundTrip: undefined, codec: '', received: 0});
});
