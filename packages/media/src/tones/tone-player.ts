import type {ProgressTone} from '@sidetone/core';
import type {ContextUse, SharedContext} from '../context/shared-context.js';
import type {Playback} from '../line/playback.js';
import {countryTone} from './countries.js';
import {digitTone} from './dtmf.js';
import {ringing} from './ringing.js';
import {parseTone, renderTone, type Tone} from './tone.js';

/** Peaks in dBFS. */
const levels = {progress: -20, ringing: -10, digit: -24};

export interface ToneOptions {
  /** ISO 3166 code of the country whose tones are played; the United States' when it is not known. */
  country?: string;
  /** Incoming calls ring; `true` unless said otherwise. */
  ringer?: boolean;
  /** A sound file that is played instead of the phone's own ringing. */
  ringtone?: string | undefined;
}

/**
 * Plays call progress tones and key feedback. One period of a tone is a buffer that loops on the audio
 * clock, so that the cadence is exact to the sample, also in a page in the background.
 */
export class TonePlayer {
  readonly #context: SharedContext;
  readonly #playback: Playback;
  #options: Required<ToneOptions>;
  #tone: ProgressTone | undefined;
  #stop: (() => void) | undefined;
  readonly #digits = new Set<() => void>();

  constructor(context: SharedContext, playback: Playback, options: ToneOptions) {
    this.#context = context;
    this.#playback = playback;
    this.#options = {country: 'US', ringer: true, ringtone: undefined, ...options};
  }

  get options(): Readonly<Required<ToneOptions>> {
    return this.#options;
  }

  /** Takes effect at once, also for the tone that is sounding. */
  configure(options: ToneOptions): void {
    this.#options = {...this.#options, ...options};
    const tone = this.#tone;
    this.set(undefined);
    this.set(tone);
  }

  /** Plays this tone until another is set; `undefined` is silence. */
  set(tone: ProgressTone | undefined): void {
    if (tone === this.#tone) return;
    this.#stop?.();
    this.#tone = tone;
    this.#stop = tone && this.#begin(tone);
  }

  digit(digit: string): void {
    const tone = digitTone(digit);
    if (!tone) return;
    const stop = this.#play(tone, levels.digit, {loop: false, ended: () => this.#digits.delete(stop)});
    this.#digits.add(stop);
  }

  close(): void {
    this.set(undefined);
    for (const stop of this.#digits) stop();
    this.#digits.clear();
  }

  #begin(tone: ProgressTone): (() => void) | undefined {
    const {country, ringer, ringtone} = this.#options;
    if (tone !== 'ringing')
      return this.#play(parseTone(countryTone(tone, country)), levels.progress, {loop: true});
    if (!ringer) return undefined;
    return ringtone ? this.#playback.loop(ringtone) : this.#play(ringing, levels.ringing, {loop: true});
  }

  #play(tone: Tone, level: number, {loop, ended}: {loop: boolean; ended?: () => void}): () => void {
    const use = this.#context.use();
    const source = toneSource(use, tone, level, loop);
    const gain = new GainNode(use.context);
    source.connect(gain).connect(use.context.destination);
    const finish = () => {
      gain.disconnect();
      use.release();
      ended?.();
    };
    source.onended = finish;
    source.start();
    return () => {
      // Blocked: its end would never come.
      if (use.context.state !== 'running') return finish();
      // Not cut off in the middle of a wave, which clicks.
      gain.gain.setTargetAtTime(0, use.context.currentTime, 0.005);
      source.stop(use.context.currentTime + 0.03);
    };
  }
}

/** A source that plays one period of the tone, or period after period. */
export function toneSource(
  {context}: ContextUse,
  tone: Tone,
  level: number,
  loop: boolean,
): AudioBufferSourceNode {
  const samples = renderTone(tone, context.sampleRate, level);
  const buffer = new AudioBuffer({length: samples.length, sampleRate: context.sampleRate});
  buffer.copyToChannel(samples, 0);
  return new AudioBufferSourceNode(context, {buffer, loop});
}
