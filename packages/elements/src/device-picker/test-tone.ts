import type {BrowserAudio} from '@sidetone/media';

/** Hz: a rising chord that no phone plays by itself. */
const notes = [440, 554.37, 659.26];
/** Seconds from one note to the next, and how long each one sounds. */
const step = 0.25;
const sound = 0.6;

/** Plays a short chord through the chosen speaker, beside whatever sounds. Resolves when it is over. */
export async function testTone(audio: BrowserAudio): Promise<void> {
  await audio.unblock();
  const {context, release} = audio.context.use();
  try {
    const begin = context.currentTime + 0.05;
    await Promise.all(notes.map((frequency, index) => play(context, frequency, begin + index * step)));
  } finally {
    release();
  }
}

function play(context: AudioContext, frequency: number, at: number): Promise<void> {
  const oscillator = new OscillatorNode(context, {frequency});
  const gain = new GainNode(context, {gain: 0});
  gain.gain.setTargetAtTime(0.15, at, 0.01);
  gain.gain.setTargetAtTime(0, at + 0.1, 0.12);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + sound);
  return new Promise((resolve) => {
    oscillator.onended = () => {
      gain.disconnect();
      resolve();
    };
  });
}
