import {sampleRate} from './format.js';

/** A tone and how long it sounds, in Hz and milliseconds. */
type Note = readonly [frequency: number, duration: number];

/** Rising for someone who comes, falling for someone who goes. */
const melodies = {
  join: [
    [620, 90],
    [830, 130],
  ],
  leave: [
    [830, 90],
    [620, 130],
  ],
} as const satisfies Record<string, readonly Note[]>;

export type ToneName = keyof typeof melodies;

/** Of full scale: heard over speech, and not startling. */
const amplitude = 0.12;
/** Milliseconds to swell and fade, so that a tone does not click. */
const edge = 8;

/** The samples of a tone. */
export function tone(name: ToneName): Int16Array {
  const notes = melodies[name].map(([frequency, duration]) => note(frequency, duration));
  const samples = new Int16Array(notes.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of notes) {
    samples.set(part, at);
    at += part.length;
  }
  return samples;
}

function note(frequency: number, duration: number): Int16Array {
  const count = Math.round((sampleRate * duration) / 1000);
  const fade = (sampleRate * edge) / 1000;
  return Int16Array.from({length: count}, (_, index) => {
    const gain = Math.min(1, index / fade, (count - 1 - index) / fade);
    return 32_767 * amplitude * gain * Math.sin((2 * Math.PI * frequency * index) / sampleRate);
  });
}
