import {sampleRate} from './format.js';

/** Samples over which one sound passes into the other: 5 ms. */
const length = sampleRate / 200;

/** Joins `next` to what came before `omitted`, which was left out, without a click. Returns `next` with its beginning changed. */
export function splice(omitted: Int16Array, next: Int16Array): Int16Array {
  const joined = next.slice();
  for (let index = 0; index < length; index++) {
    const part = index / length;
    joined[index] = (omitted[index] ?? 0) * (1 - part) + (next[index] ?? 0) * part;
  }
  return joined;
}
