import type {Phone} from '@sidetone/core';
import {hears} from '@sidetone/media/testing';

declare global {
  /** Loudest tones that the far side of this page's call has sent, Hz, 0 for silence, one after the other. */
  var tones: number[];
}

const audible = -45;

/** Notes every tone from now on: prompts are short, and a journey that looks now and then would miss some. */
export async function noteTones(phone: () => Phone | undefined): Promise<never> {
  globalThis.tones = [];
  for (;;) {
    const stream = phone()?.activeCall?.remoteStream;
    if (!stream) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    const {frequency, level} = await hears(stream, {duration: 200});
    const tone = level > audible ? Math.round(frequency / 10) * 10 : 0;
    if (tone !== tones.at(-1)) tones.push(tone);
  }
}
