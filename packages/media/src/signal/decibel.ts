/** Amplitude (1 is full scale) as dBFS; silence is -Infinity. */
export function toDecibel(amplitude: number): number {
  return 20 * Math.log10(amplitude);
}

/** dBFS as amplitude. */
export function toAmplitude(decibel: number): number {
  return 10 ** (decibel / 20);
}

/** Root mean square and peak of the samples, in dBFS. A full-scale sine has an RMS of -3 dBFS. */
export function loudness(samples: Float32Array): {rms: number; peak: number} {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  return {rms: toDecibel(Math.sqrt(sum / (samples.length || 1))), peak: toDecibel(peak)};
}

/** dBFS on a scale from 0 (-60 dBFS and below) to 1 (full scale), as meters draw it. */
export function meterScale(decibel: number): number {
  return Math.min(1, Math.max(0, 1 + decibel / 60));
}
