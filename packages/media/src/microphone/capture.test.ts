import {SidetoneError} from '@sidetone/core';
import {expect, test} from 'vitest';
import {captureError} from './capture.js';

test.each([
  ['NotAllowedError', 'microphone-denied'],
  ['NotFoundError', 'microphone-missing'],
  ['OverconstrainedError', 'microphone-missing'],
  ['NotReadableError', 'microphone-busy'],
])('%s is %s', (name, code) => {
  const cause = new DOMException('x', name);
  expect(captureError(cause)).toMatchObject({code, cause});
});

test('a SidetoneError stays what it is', () => {
  const error = new SidetoneError('microphone-lost');
  expect(captureError(error)).toBe(error);
});
