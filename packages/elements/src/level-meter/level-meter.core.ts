export type LevelWord = 'silent' | 'quiet' | 'good' | 'loud';

/** A level from 0 (-60 dBFS and below) to 1 (full scale) in a word: speech should be good. */
export function levelWord(level: number): LevelWord {
  if (level < 0.12) return 'silent';
  if (level < 0.4) return 'quiet';
  return level < 0.92 ? 'good' : 'loud';
}
