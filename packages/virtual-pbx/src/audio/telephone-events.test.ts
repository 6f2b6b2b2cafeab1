import {expect, it} from 'vitest';
import {DigitFrames} from './telephone-events.js';

const dialled = (...frames: [rtpTimestamp: number, event: number][]) => {
  let digits = '';
  const reader = new DigitFrames((digit) => (digits += digit));
  for (const [rtpTimestamp, event] of frames) reader.add({rtpTimestamp, event});
  return digits;
};

it('knows all sixteen digits', () => {
  expect(dialled(...Array.from({length: 16}, (_, event): [number, number] => [event, event]))).toBe(
    '0123456789*#ABCD',
  );
});

it('takes the packets of one event for one digit, and the same digit again for another', () => {
  expect(dialled([100, 5], [100, 5], [100, 5], [900, 5], [900, 5], [1700, 11])).toBe('55#');
});

it('leaves events alone that are no digits, such as hook flash', () => {
  expect(dialled([1, 16])).toBe('');
});
