import type {Phone} from '@sidetone/core';
import {hears} from '@sidetone/media/testing';

declare global {
  /** Loudest tones that the far side of this page's call has sent, Hz, 0 for silence, one after the other. */
  var tones: number[];
}

const audible = -45;

/** The loudest tone that the far side of a call sends, Hz, 0 for silence; `undefined` when nothing is sent now. */
export async function farTone(phone: Phone | undefined): Promise<number | undefined> {
  const stream = phone?.activeCall?.remoteStream;
  if (!stream) return void (await new Promise(requestAnimationFrame));
  const {frequency, level} = await hears(stream, {duration: 200});
  return level > audible ? Math.round(frequency / 10) * 10 : 0;
}

/** Notes every tone from now on: prompts are short, and a journey that looks now and then would miss some. */
export async function noteTones(phone: () => Phone | undefined): Promise<never> {
  globalThis.tones = [];
  for (;;) {
    const tone = await farTone(phone());
    if (tone !== undefined && tone !== tones.at(-1)) tones.push(tone);
  }
}
