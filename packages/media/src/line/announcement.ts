import type {SharedContext} from '../context/shared-context.js';
import type {Mixer} from '../mixer/mixer.js';
import {Tap} from '../mixer/tap.js';
import {parseTone} from '../tones/tone.js';
import {toneSource} from '../tones/tone-player.js';

/** "You are being recorded": 1400 Hz for half a second, at once and every 15 s. */
const beep = parseTone('1400 .5 14.5');
/** Peak in dBFS: clearly heard, and well below a voice. */
const level = -20;

/** The recording announcement as a sound that can be mixed in, until closed. */
export function announcement(context: SharedContext, mixer: Mixer): {sound: Tap; close(): void} {
  const use = context.use();
  const source = toneSource(use, beep, level, true);
  source.start();
  const sound = new Tap(mixer, () => source);
  return {
    sound,
    close: () => {
      source.stop();
      sound.close();
      use.release();
    },
  };
}
