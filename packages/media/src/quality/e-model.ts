/** How a codec bears loss on the E-model's scale. */
export interface CodecImpairment {
  /** Ie, the impairment without loss. */
  readonly ie: number;
  /** Bpl, the robustness to loss: the higher, the less loss is heard. */
  readonly bpl: number;
}

/**
 * PCMU and PCMA as ITU-T G.113 Appendix I gives them with concealment, which browsers always have. It has no
 * values for the others on this narrow-band scale: there wide-band codecs count as flawless without loss,
 * and their robustness is an estimate, for Opus with its in-band correction.
 */
const codecs: Readonly<Record<string, CodecImpairment>> = {
  pcmu: {ie: 0, bpl: 25.1},
  pcma: {ie: 0, bpl: 25.1},
  g722: {ie: 0, bpl: 20},
  opus: {ie: 0, bpl: 25.1},
};

/** What an unknown codec counts as. */
const fallback: CodecImpairment = {ie: 11, bpl: 19};

/** By the name in SDP, in any case: `opus`, `PCMU`, `audio/G722`. */
export function codecImpairment(codec: string): CodecImpairment {
  return codecs[codec.toLowerCase().replace('audio/', '')] ?? fallback;
}

export interface Conditions {
  /** Mouth to ear, ms. */
  delay: number;
  /** Share of packets that were not played, 0 to 1. */
  loss: number;
  codec: string;
}

/** Codec look-ahead and framing of a packet of 20 ms, in ms. */
const codecDelay = 25;

/** Mouth to ear in ms: half the round trip, the time in the jitter buffer, and the codec's own. */
export function oneWayDelay(roundTrip: number, jitterBuffer: number): number {
  return roundTrip / 2 + jitterBuffer + codecDelay;
}

/**
 * The transmission rating R, 0 to 93.2: ITU-T G.107 with the defaults of everything but delay, loss and
 * codec, and random loss. Delay by its usual approximation in two straight lines with a bend at 177.3 ms.
 */
export function rating({delay, loss, codec}: Conditions): number {
  const {ie, bpl} = codecImpairment(codec);
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0);
  const percent = Math.min(1, Math.max(0, loss)) * 100;
  const lossImpairment = ie + (95 - ie) * (percent / (percent + bpl));
  return Math.min(93.2, Math.max(0, 93.2 - delayImpairment - lossImpairment));
}

/** The mean opinion score for a rating, 1 (bad) to 4.5 (ITU-T G.107 Annex B). */
export function meanOpinionScore(r: number): number {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
