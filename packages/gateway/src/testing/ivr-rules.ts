import type {IvrRules} from '../ivr/state.js';

/** How the dialogue goes in tests. */
export const rules: IvrRules = {
  pinLength: 4,
  maxAttempts: 3,
  firstDigit: 10_000,
  interDigit: 5000,
  total: 120_000,
  waiting: 600_000,
  ringing: 60_000,
  longest: 21_600_000,
  maxReturns: 2,
};
