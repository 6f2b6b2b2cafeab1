import {expect, test} from 'vitest';
import {KeyEcho} from './key-echo.js';

/** What is left of digits, each with the ms at which it ended. */
const pressed = (...digits: [key: string, endedAt: number][]) => {
  const echo = new KeyEcho();
  return digits.flatMap(([key, endedAt]) => (echo.isEcho(key, endedAt) ? [] : key)).join('');
};

test('a digit that a busy Asterisk reports twice was pressed once', () => {
  expect(pressed(['5', 0], ['3', 161], ['3', 191], ['7', 321], ['7', 337], ['7', 367])).toBe('537');
});

test('a digit that is told again, after others, is none, and the last one’s echo is still known', () => {
  expect(pressed(['1', 0], ['2', 100], ['1', 0], ['2', 130], ['2', 261])).toBe('122');
});

test('the same key pressed as quickly as a key can be pressed, and keys that come in a heap, all count', () => {
  expect(pressed(['5', 0], ['5', 70], ['5', 140])).toBe('555');
  expect(pressed(['1', 0], ['2', 1], ['1', 2])).toBe('121');
});

test('different keys that end in the same ms all count, once', () => {
  expect(pressed(['1', 0], ['4', 200], ['2', 200], ['4', 200], ['2', 200], ['2', 230], ['7', 231])).toBe(
    '1427',
  );
});
