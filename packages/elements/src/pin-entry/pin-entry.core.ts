/**
 * ```
 * entering ──send──▶ sending ──▶ sent ──accept──▶ accepted
 *    ▲                  │          │
 *    │◀── not sent ─────┘        refuse ──▶ refused ──type──▶ entering
 *    │                             │
 *    └──────── type again ─────────┤      (no attempt left)
 *                                  └─────────────────────────▶ locked
 * ```
 */
export type PinPhase = 'entering' | 'sending' | 'sent' | 'refused' | 'accepted' | 'locked';

export interface PinProgress {
  phase: PinPhase;
  /** Attempts that reached the far side. */
  used: number;
}

export type PinStep = 'send' | 'sent' | 'not-sent' | 'refuse' | 'accept' | 'type';

export const freshProgress: PinProgress = {phase: 'entering', used: 0};

/** What a step leads to; what makes no sense in a phase changes nothing. `attempts` is 0 when nobody counts. */
export function nextProgress(progress: PinProgress, step: PinStep, attempts: number): PinProgress {
  const {phase, used} = progress;
  switch (step) {
    case 'send':
      return canType(progress, attempts) ? {phase: 'sending', used} : progress;
    case 'sent':
      return phase === 'sending' ? {phase: 'sent', used: used + 1} : progress;
    case 'not-sent':
      return phase === 'sending' ? {phase: 'entering', used} : progress;
    case 'refuse':
      if (phase !== 'sent') return progress;
      return {phase: attempts && used >= attempts ? 'locked' : 'refused', used};
    case 'accept':
      return phase === 'sent' ? {phase: 'accepted', used} : progress;
    case 'type':
      return canType(progress, attempts) ? {phase: 'entering', used} : progress;
  }
}

/** A PIN may be typed: also again after one was sent, when only the person hears that it was refused. */
export function canType({phase, used}: PinProgress, attempts: number): boolean {
  if (phase === 'entering' || phase === 'refused') return true;
  return phase === 'sent' && (!attempts || used < attempts);
}

/** Undefined when nobody counts. */
export function attemptsLeft({used}: PinProgress, attempts: number): number | undefined {
  return attempts ? Math.max(0, attempts - used) : undefined;
}
