/** One second of a quiet tone as a WAV file, 8,000 Hz, 16 bit, mono: seamless when repeated as long as `frequency` is a whole number of Hz. */
export function toneWav(frequency: number): Buffer {
  const rate = 8000;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * rate, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(2 * rate, 40);
  const samples = Buffer.alloc(2 * rate);
  for (let index = 0; index < rate; index++)
    samples.writeInt16LE(Math.round(3000 * Math.sin((2 * Math.PI * frequency * index) / rate)), 2 * index);
  return Buffer.concat([header, samples]);
}
