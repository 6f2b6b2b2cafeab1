import {expect, test} from 'vitest';
import {parseSip} from './message.js';

const parse = (...lines: string[]) => parseSip(lines.join('\r\n'));

test('a request', () => {
  const message = parse(
    'INVITE sip:600@example SIP/2.0',
    'Call-ID: a@b',
    'CSeq: 7 INVITE',
    'To: <sip:600@example>',
    '',
    'v=0',
  );
  expect(message).toMatchObject({
    method: 'INVITE',
    target: 'sip:600@example',
    status: 0,
    callId: 'a@b',
    body: 'v=0',
  });
  expect(message?.header('TO')).toBe('<sip:600@example>');
  expect(message?.header('From')).toBeUndefined();
});

test('a response has the method of its request, and a reason that may be empty', () => {
  expect(parse('SIP/2.0 486 Busy Here', 'CSeq: 2 INVITE', '', '')).toMatchObject({
    status: 486,
    reason: 'Busy Here',
    method: 'INVITE',
  });
  expect(parse('SIP/2.0 200 ', 'CSeq: 1 BYE', '', '')).toMatchObject({
    status: 200,
    reason: '',
    method: 'BYE',
  });
});

test('compact and folded headers are read, the first of several counts', () => {
  const message = parse(
    'BYE sip:a SIP/2.0',
    'i: short',
    'Subject: one',
    ' two',
    'Route: first',
    'Route: second',
    'constructor: own',
    '',
    '',
  );
  expect(message?.callId).toBe('short');
  expect(message?.header('subject')).toBe('one two');
  expect(message?.header('route')).toBe('first');
  expect(message?.headers).toEqual([
    ['i', 'short'],
    ['Subject', 'one two'],
    ['Route', 'first'],
    ['Route', 'second'],
    ['constructor', 'own'],
  ]);
  expect(message?.header('constructor')).toBe('own');
});

test.each(['\r\n\r\n', '', 'GET / HTTP/1.1\r\n\r\n'])('%j is no SIP message', (text) => {
  expect(parseSip(text)).toBeUndefined();
});
