import {expect, it} from 'vitest';
import {parseDigit} from './info-digit.js';

it.each([
  ['application/dtmf-relay', 'Signal=5\r\nDuration=100\r\n', '5'],
  ['application/dtmf-relay; charset=utf-8', 'Signal = #\nDuration=160', '#'],
  ['Application/DTMF-Relay', 'Duration=100\r\nSignal=a', 'A'],
  ['application/dtmf-relay', 'Signal=11', '#'],
  ['application/dtmf-relay', 'Signal=16', undefined],
  ['application/dtmf', '10', '*'],
  ['application/dtmf', ' 9 ', '9'],
  ['application/dtmf', '55', undefined],
  ['application/dtmf', 'x', undefined],
  ['application/dtmf-relay', '', undefined],
  ['application/json', '5', undefined],
  [undefined, '5', undefined],
])('the digit of %s "%s" is %s', (type, body, digit) => {
  expect(parseDigit(type, body)).toBe(digit);
});
