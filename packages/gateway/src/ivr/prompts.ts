import type {Language} from '../rooms/languages.js';

/** What a caller can be told. Each is a sound file of this name, one a language. */
export const promptNames = [
  /** First words. */
  'welcome',
  /** "For English, press …", followed by the key's digit. */
  'language',
  /** Asks for the PIN. */
  'pin',
  'wrong',
  /** Fewer digits than a PIN has, then silence or `#`. */
  'incomplete',
  /** Too many wrong PINs; the call ends. */
  'locked',
  /** The conference has ended. */
  'ended',
  /** Something broke on our side. */
  'failed',
  'goodbye',
  ...(['1', '2', '3', '4', '5', '6'] as const),
  /** The PIN is right; the conference has not begun. */
  'waiting',
  /** Nothing is at the number that was dialled; the call ends. */
  'unknown-number',
] as const;
export type PromptName = (typeof promptNames)[number];

/** One thing said, in one language. */
export interface Spoken {
  prompt: PromptName;
  language: Language;
}

/**
 * The media of ARI that says it. `base` is a folder of sounds as Asterisk sees it: absolute, or within its own
 * folder of sounds. Under it are `<language>/<prompt>.<format>`.
 */
export function mediaOf(base: string, {prompt, language}: Spoken): string {
  return `sound:${base}/${language}/${prompt}`;
}
