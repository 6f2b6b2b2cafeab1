import type {Tone} from './tone.js';

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keys = '123A456B789C*0#D';

/** The two frequencies of a key in Hz (ITU-T Q.23), or `undefined` when there is no such key. */
export function dtmfFrequencies(digit: string): readonly [low: number, high: number] | undefined {
  const index = digit.length === 1 ? keys.indexOf(digit.toUpperCase()) : -1;
  if (index < 0) return undefined;
  return [rows[Math.floor(index / 4)]!, columns[index % 4]!];
}

/** What pressing a key sounds like, once; `undefined` when there is no such key. */
export function digitTone(digit: string): Tone | undefined {
  const frequencies = dtmfFrequencies(digit);
  return frequencies && [{frequencies, seconds: 0.12}];
}
