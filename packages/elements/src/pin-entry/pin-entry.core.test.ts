import {describe, expect, it} from 'vitest';
import {attemptsLeft, canType, freshProgress, nextProgress, type PinStep} from './pin-entry.core.js';

const after = (attempts: number, ...steps: PinStep[]) =>
  steps.reduce((progress, step) => nextProgress(progress, step, attempts), freshProgress);

describe('nextProgress', () => {
  it('counts an attempt when it was sent, not when it was tried', () => {
    expect(after(3, 'send', 'not-sent')).toEqual({phase: 'entering', used: 0});
    expect(after(3, 'send', 'sent')).toEqual({phase: 'sent', used: 1});
  });

  it('lets a refused attempt be repeated until none is left', () => {
    const refused = after(2, 'send', 'sent', 'refuse');
    expect(refused).toEqual({phase: 'refused', used: 1});
    expect(canType(refused, 2)).toBe(true);
    expect(after(2, 'send', 'sent', 'refuse', 'type', 'send', 'sent', 'refuse').phase).toBe('locked');
  });

  it('takes typing again for a refusal that only the person heard, except after the last attempt', () => {
    expect(after(2, 'send', 'sent', 'type').phase).toBe('entering');
    expect(after(1, 'send', 'sent', 'type').phase).toBe('sent');
  });

  it('ends with the acceptance', () => {
    const accepted = after(3, 'send', 'sent', 'accept');
    expect(accepted.phase).toBe('accepted');
    expect(canType(accepted, 3)).toBe(false);
    expect(nextProgress(accepted, 'refuse', 3)).toBe(accepted);
  });

  it('never locks when nobody counts', () => {
    const refused = after(0, 'send', 'sent', 'refuse', 'send', 'sent', 'refuse');
    expect(refused.phase).toBe('refused');
    expect(attemptsLeft(refused, 0)).toBeUndefined();
  });
});
