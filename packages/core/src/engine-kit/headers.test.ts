import {describe, expect, it} from 'vitest';
import {headerLine, parseReason, parseRetryAfter, unsupportedExtensions} from './headers.js';

describe('parseReason', () => {
  it('reads protocol, cause and text', () => {
    expect(parseReason(['SIP ;cause=200 ;text="Call completed, elsewhere"'])).toEqual({
      protocol: 'SIP',
      cause: 200,
      text: 'Call completed, elsewhere',
    });
    expect(parseReason(['q.850;cause=16;text=Normal'])).toEqual({
      protocol: 'Q.850',
      cause: 16,
      text: 'Normal',
    });
  });
  it('prefers SIP over Q.850, in one header or two', () => {
    const both = ['Q.850;cause=16;text="a, b"', 'sip;cause=486'];
    expect(parseReason(both)?.cause).toBe(486);
    expect(parseReason([both.join(', ')])?.cause).toBe(486);
    expect(parseReason(both.slice(0, 1))).toMatchObject({protocol: 'Q.850', cause: 16});
  });
  it('passes over what says no cause', () => {
    expect(parseReason(['SIP', 'preemption;text="x"'])).toBeUndefined();
    expect(parseReason([])).toBeUndefined();
  });
});

it('reads Retry-After with parameters and comments', () => {
  expect(parseRetryAfter('120')).toBe(120);
  expect(parseRetryAfter('18000;duration=3600')).toBe(18_000);
  expect(parseRetryAfter(' 5 (maintenance)')).toBe(5);
  expect(parseRetryAfter('soon')).toBeUndefined();
  expect(parseRetryAfter(undefined)).toBeUndefined();
});

it('makes header lines, and none that breaks out of its line', () => {
  expect(headerLine(['X-Room', 'standup'])).toBe('X-Room: standup');
  expect(() => headerLine(['X-Room', 'a\r\nVia: b'])).toThrow(TypeError);
  expect(() => headerLine(['X-Room', 'a\0'])).toThrow(TypeError);
  expect(() => headerLine(['X Room', 'a'])).toThrow(TypeError);
  expect(() => headerLine(['', 'a'])).toThrow(TypeError);
});

it('names what is insisted on and cannot be done', () => {
  expect(unsupportedExtensions(['timer, 100REL', 'gruu'], ['100rel'])).toEqual(['timer', 'gruu']);
  expect(unsupportedExtensions([], [])).toEqual([]);
});
