import {expect, test} from 'vitest';
import {codecImpairment, meanOpinionScore, oneWayDelay, rating} from './e-model.js';

test.each([
  [93.2, 4.41],
  [90, 4.34],
  [80, 4.03],
  [70, 3.6],
  [60, 3.1],
  [50, 2.58],
  [0, 1],
  [100, 4.5],
  [4, 1],
])('a rating of %f is a score of %f (G.107 Annex B)', (r, mos) => {
  // The table's own values are rounded up here and there.
  expect(Math.abs(meanOpinionScore(r) - mos)).toBeLessThan(0.01);
});

test('G.711 without loss and delay has the default rating of 93.2', () => {
  expect(rating({delay: 0, loss: 0, codec: 'PCMU'})).toBeCloseTo(93.2);
});

test('delay costs little up to 177 ms and much beyond', () => {
  const at = (delay: number) => rating({delay, loss: 0, codec: 'PCMA'});
  expect(at(150)).toBeCloseTo(89.6);
  expect(at(400)).toBeCloseTo(93.2 - 9.6 - 24.497, 2);
});

test('loss costs as much as the codec’s robustness says', () => {
  expect(rating({delay: 0, loss: 0.01, codec: 'PCMU'})).toBeCloseTo(93.2 - 95 / 26.1, 2);
  expect(rating({delay: 0, loss: 0.05, codec: 'PCMU'})).toBeCloseTo(93.2 - (95 * 5) / 30.1, 2);
  expect(rating({delay: 0, loss: 1, codec: 'opus'})).toBeLessThan(20);
});

test('no condition leaves the scale', () => {
  expect(rating({delay: 60_000, loss: 2, codec: 'opus'})).toBe(0);
  expect(rating({delay: 0, loss: -1, codec: 'opus'})).toBeCloseTo(93.2);
});

test('codecs are known by their name in SDP or in statistics', () => {
  expect(codecImpairment('audio/opus')).toBe(codecImpairment('OPUS'));
  expect(codecImpairment('audio/PCMA').bpl).toBe(25.1);
  expect(codecImpairment('unknown').ie).toBeGreaterThan(0);
});

test('the way to the ear is half the round trip, the jitter buffer and the codec', () => {
  expect(oneWayDelay(100, 40)).toBe(115);
});
