import {expect, test} from 'vitest';
import {levelWord} from './level-meter.core.js';

test('levels have words', () => {
  expect([0, 0.3, 0.6, 1].map(levelWord)).toEqual(['silent', 'quiet', 'good', 'loud']);
});
