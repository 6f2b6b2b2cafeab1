import type {QualitySample} from './sample.js';

/** What a person notices, or would have to know: texts for it are looked up by code. */
export type QualityWarning =
  'loss-in' | 'loss-out' | 'jitter' | 'delay' | 'no-audio-in' | 'no-audio-out' | 'silent-microphone';

/** What should be flowing just now: a held or muted call is silent by intention. */
export interface Expectations {
  receiving: boolean;
  sending: boolean;
  speaking: boolean;
}

type Verdict = 'bad' | 'good' | 'unclear';

interface Rule {
  judge(sample: QualitySample, expected: Expectations): Verdict;
  /** Bad samples in a row that raise it, and good ones that clear it. */
  raise: number;
  clear: number;
}

/** Above `high` it is bad, below `low` good, and in between it stays as it was. */
function band(value: (sample: QualitySample) => number, low: number, high: number): Rule {
  const judge = (sample: QualitySample): Verdict =>
    value(sample) > high ? 'bad' : value(sample) < low ? 'good' : 'unclear';
  return {judge, raise: 2, clear: 3};
}

const rules: Readonly<Record<QualityWarning, Rule>> = {
  'loss-in': band(({lossIn}) => lossIn, 0.01, 0.03),
  'loss-out': band(({lossOut}) => lossOut, 0.01, 0.03),
  jitter: band(({jitter}) => jitter, 20, 40),
  delay: band(({roundTrip, jitterBuffer}) => (roundTrip ?? 0) / 2 + jitterBuffer, 200, 300),
  'no-audio-in': {
    judge: ({packetsIn}, {receiving}) => (receiving && packetsIn === 0 ? 'bad' : 'good'),
    raise: 3,
    clear: 1,
  },
  'no-audio-out': {
    judge: ({packetsOut}, {sending}) => (sending && packetsOut === 0 ? 'bad' : 'good'),
    raise: 3,
    clear: 1,
  },
  // A quiet room is never this quiet; noise suppression can be, for a while.
  'silent-microphone': {
    judge: ({microphone = 0}, {speaking}) => (speaking && microphone < -80 ? 'bad' : 'good'),
    raise: 10,
    clear: 1,
  },
};

/** Raises and clears warnings with patience, so that they do not flicker. */
export class WarningTracker {
  readonly #raised = new Set<QualityWarning>();
  readonly #streaks = new Map<QualityWarning, number>();

  get warnings(): readonly QualityWarning[] {
    return [...this.#raised];
  }

  add(sample: QualitySample, expected: Expectations): void {
    for (const [warning, rule] of Object.entries(rules) as [QualityWarning, Rule][]) {
      const raised = this.#raised.has(warning);
      const turning = rule.judge(sample, expected) === (raised ? 'good' : 'bad');
      const streak = turning ? (this.#streaks.get(warning) ?? 0) + 1 : 0;
      this.#streaks.set(warning, streak);
      if (streak < (raised ? rule.clear : rule.raise)) continue;
      this.#streaks.delete(warning);
      if (raised) this.#raised.delete(warning);
      else this.#raised.add(warning);
    }
  }
}
