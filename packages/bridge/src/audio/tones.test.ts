import {expect, test} from 'vitest';
import {Listener} from '../testing/listener.js';
import {tone} from './tones.js';

test('joining rises, leaving falls, neither clicks nor startles', () => {
  for (const name of ['join', 'leave'] as const) {
    const samples = tone(name);
    expect(samples.at(0)).toBe(0);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(10);
    expect(Math.max(...samples)).toBeLessThan(0.2 * 32_767);
    const end = new Listener();
    end.hear(samples);
    const high = end.level(830) > end.level(620);
    expect(high).toBe(name === 'join');
  }
});
