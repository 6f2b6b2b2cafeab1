export type QualityWord = 'excellent' | 'good' | 'fair' | 'poor' | 'bad';

const words: readonly QualityWord[] = ['bad', 'poor', 'fair', 'good', 'excellent'];

export interface QualityView {
  /** 1 to 5; 0 while nothing is known. */
  bars: 0 | 1 | 2 | 3 | 4 | 5;
  word: QualityWord | undefined;
}

/** A mean opinion score in the bands of ITU-T G.107 annex B, as far as people can tell them apart. */
export function qualityView(mos: number | undefined): QualityView {
  if (mos === undefined || Number.isNaN(mos)) return {bars: 0, word: undefined};
  const bars = mos >= 4.2 ? 5 : mos >= 3.8 ? 4 : mos >= 3.4 ? 3 : mos >= 2.6 ? 2 : 1;
  return {bars, word: words[bars - 1]};
}
