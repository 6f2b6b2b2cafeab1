import {expect, test} from 'vitest';
import type {QualitySample} from './sample.js';
import {WarningTracker, type Expectations} from './warnings.js';

const good: QualitySample = {
  lossIn: 0,
  lossOut: 0,
  jitter: 5,
  roundTrip: 60,
  jitterBuffer: 40,
  codec: 'opus',
  bitrateIn: 32_000,
  bitrateOut: 32_000,
  mos: 4.4,
  packetsIn: 50,
  packetsOut: 50,
  microphone: -50,
};
const talking: Expectations = {receiving: true, sending: true, speaking: true};

function after(samples: Partial<QualitySample>[], expected = talking, tracker = new WarningTracker()) {
  for (const sample of samples) tracker.add({...good, ...sample}, expected);
  return tracker.warnings;
}

const times = (count: number, sample: Partial<QualitySample>) => Array.from({length: count}, () => sample);

test('a good call has no warnings', () => {
  expect(after(times(20, {}))).toEqual([]);
});

test.each([
  ['loss-in', {lossIn: 0.05}],
  ['loss-out', {lossOut: 0.05}],
  ['jitter', {jitter: 60}],
  ['delay', {roundTrip: 700}],
  ['no-audio-in', {packetsIn: 0}],
  ['no-audio-out', {packetsOut: 0}],
  ['silent-microphone', {microphone: -Infinity}],
] as const)('%s is raised when it lasts, not by one bad second, and cleared', (warning, bad) => {
  const tracker = new WarningTracker();
  expect(after([bad], talking, tracker)).toEqual([]);
  expect(after(times(9, bad), talking, tracker)).toEqual([warning]);
  expect(after(times(3, {}), talking, tracker)).toEqual([]);
});

test('a value between the two thresholds leaves a warning as it is', () => {
  const tracker = new WarningTracker();
  expect(after(times(9, {lossIn: 0.02}), talking, tracker)).toEqual([]);
  after(times(2, {lossIn: 0.05}), talking, tracker);
  expect(after(times(9, {lossIn: 0.02}), talking, tracker)).toEqual(['loss-in']);
});

test('a held or muted call is silent without a warning', () => {
  const silent = times(20, {packetsIn: 0, packetsOut: 0, microphone: -Infinity});
  expect(after(silent, {receiving: false, sending: false, speaking: false})).toEqual([]);
});

test('a browser that says nothing of the microphone raises nothing', () => {
  expect(after(times(20, {microphone: undefined}))).toEqual([]);
});
