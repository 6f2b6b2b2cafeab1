/** The one audio format between Asterisk and LiveKit: signed 16-bit, one channel, in Hz. */
export const sampleRate = 48_000;

/** Samples of the 20 ms that Asterisk handles at a time. */
export const frameSamples = sampleRate / 50;

/** Samples of the 10 ms that WebRTC handles at a time. */
export const blockSamples = sampleRate / 100;

/** Milliseconds that a number of samples lasts. */
export const milliseconds = (samples: number): number => (samples * 1000) / sampleRate;
