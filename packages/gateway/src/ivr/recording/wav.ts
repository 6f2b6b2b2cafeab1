/** One channel of 16-bit sound. */
export interface Sound {
  /** Hz. */
  rate: number;
  samples: Int16Array;
}

/** Reads a WAV file of 16-bit PCM, of which the first channel. Throws when it is something else. */
export function readWav(file: Buffer): Sound {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    throw new Error('This is no WAV file.');
  let rate = 0;
  let channels = 1;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = Math.min(file.readUInt32LE(at + 4), file.length - at - 8);
    const body = at + 8;
    if (name === 'fmt ') {
      if (file.readUInt16LE(body) !== 1 || file.readUInt16LE(body + 14) !== 16)
        throw new Error('This WAV file is not 16-bit PCM.');
      channels = file.readUInt16LE(body + 2);
      rate = file.readUInt32LE(body + 4);
    }
    if (name === 'data') {
      const count = Math.floor(size / 2 / channels);
      return {
        rate,
        samples: Int16Array.from({length: count}, (_, n) => file.readInt16LE(body + 2 * channels * n)),
      };
    }
    at = body + size + (size % 2);
  }
  throw new Error('This WAV file has no sound in it.');
}

/** Input samples on either side that one output sample is made of. */
const reach = 24;

/** The same sound at another rate, band-limited by a windowed sinc. */
export function resample({rate: from, samples}: Sound, rate: number): Sound {
  const step = from / rate;
  const cutoff = Math.min(1, 1 / step) * 0.95;
  const length = Math.floor(samples.length / step);
  const output = Int16Array.from({length}, (_, index) => {
    const centre = index * step;
    let sum = 0;
    for (let at = Math.ceil(centre - reach); at <= centre + reach; at++) {
      const distance = at - centre;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
      sum += (samples[at] ?? 0) * cutoff * sinc(cutoff * distance) * window;
    }
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  });
  return {rate, samples: output};
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
