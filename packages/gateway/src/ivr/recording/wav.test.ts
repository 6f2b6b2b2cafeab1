import {expect, test} from 'vitest';
import {readWav, resample, type Sound} from './wav.js';

function tone(frequency: number, rate: number): Sound {
  const samples = Int16Array.from(
    {length: rate},
    (_, n) => 10_000 * Math.sin((2 * Math.PI * frequency * n) / rate),
  );
  return {rate, samples};
}

/** Amplitude of a tone, in the middle of a sound. */
function level({samples, rate}: Sound, frequency: number): number {
  const middle = samples.subarray(rate / 10, samples.length - rate / 10);
  let [real, imaginary] = [0, 0];
  middle.forEach((sample, n) => {
    real += sample * Math.cos((2 * Math.PI * frequency * n) / rate);
    imaginary += sample * Math.sin((2 * Math.PI * frequency * n) / rate);
  });
  return (2 * Math.hypot(real, imaginary)) / middle.length;
}

test('a tone stays what it is at another rate, and what the rate cannot carry is gone', () => {
  const kept = resample(tone(1000, 22_050), 16_000);
  expect(kept.samples).toHaveLength(16_000);
  expect(level(kept, 1000)).toBeGreaterThan(9700);
  const lost = resample(tone(10_000, 22_050), 16_000);
  expect(level(lost, 6000)).toBeLessThan(300);
});

test('a WAV file is read, whatever chunks it has', () => {
  const head = Buffer.alloc(58);
  head.write('RIFF', 0, 'latin1');
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt16LE(16, 34);
  head.write('LIST', 36, 'latin1');
  head.writeUInt32LE(5, 40);
  head.write('data', 50, 'latin1');
  head.writeUInt32LE(0x7fff_f000, 54);
  const body = Buffer.from(Int16Array.of(1, -2, 3).buffer);
  expect(readWav(Buffer.concat([head, body]))).toEqual({rate: 8000, samples: Int16Array.of(1, -2, 3)});
  expect(() => readWav(Buffer.from('no sound at all'))).toThrow('no WAV file');
});
