import {describe, expect, it} from 'vitest';
import {digitSent, erase, insert} from './dialpad.core.js';

describe('editing', () => {
  it('writes at the caret, or over the selection', () => {
    expect(insert({value: '0446', start: 1, end: 1}, '+')).toEqual({value: '0+446', start: 2, end: 2});
    expect(insert({value: '0446', start: 0, end: 4}, '5')).toEqual({value: '5', start: 1, end: 1});
  });

  it('erases the character before the caret, or the selection', () => {
    expect(erase({value: '123', start: 3, end: 3})).toEqual({value: '12', start: 2, end: 2});
    expect(erase({value: '123', start: 1, end: 3})).toEqual({value: '1', start: 1, end: 1});
    expect(erase({value: '123', start: 0, end: 0})).toEqual({value: '123', start: 0, end: 0});
  });
});

describe('digitSent', () => {
  it('shows a digit when the call reports it, in the order asked for', () => {
    const first = digitSent({expected: '12', sent: ''}, '1');
    expect(first).toEqual({expected: '2', sent: '1'});
    expect(digitSent(first, '2')).toEqual({expected: '', sent: '12'});
  });

  it('does not show digits that were asked for elsewhere', () => {
    expect(digitSent({expected: '', sent: '1'}, '9')).toEqual({expected: '', sent: '1'});
  });
});
