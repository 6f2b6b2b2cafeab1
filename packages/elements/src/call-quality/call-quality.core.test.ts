import {expect, test} from 'vitest';
import {qualityView} from './call-quality.core.js';

test('scores become one to five bars with a word', () => {
  expect([1.2, 3, 3.5, 4, 4.4].map(qualityView)).toEqual([
    {bars: 1, word: 'bad'},
    {bars: 2, word: 'poor'},
    {bars: 3, word: 'fair'},
    {bars: 4, word: 'good'},
    {bars: 5, word: 'excellent'},
  ]);
});

test('nothing measured is not a bad score', () => {
  expect(qualityView(undefined)).toEqual({bars: 0, word: undefined});
});
