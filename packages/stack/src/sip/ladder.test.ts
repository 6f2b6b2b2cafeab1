import {parseSip} from '@sidetone/sip';
import {expect, test} from 'vitest';
import {drawLadder} from './ladder.js';

const message = (time: number, direction: 'in' | 'out', peer: string, ...lines: string[]) => {
  const parsed = parseSip(lines.join('\r\n'));
  if (!parsed) throw new Error(lines[0]);
  return {...parsed, time, direction, peer};
};

const parties = ['From: <sip:alice@x>;tag=1', 'To: <sip:600@x>', 'Call-ID: c'];
const secrets = [
  'Authorization: Digest username="alice", response="0123abcd", qop=auth',
  'Proxy-Authorization: Digest response=4567ef, username="alice"',
  'Authorization: Bearer eyJhbGciOi',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwg',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=fingerprint:sha-256 4A:AD:B9',
  'Signal=7',
];
const messages = [
  message(
    1000,
    'in',
    'p:1',
    'INVITE sip:600@x SIP/2.0',
    ...parties,
    'CSeq: 2 INVITE',
    ...secrets.slice(0, 3),
    '',
    'm=audio 9 X 0',
    'a=sendonly',
    ...secrets.slice(3),
  ),
  message(
    1041.6,
    'out',
    'p:1',
    'SIP/2.0 503 Not now',
    ...parties,
    'CSeq: 2 INVITE',
    'Retry-After: 5',
    '',
    '',
  ),
  message(
    1100,
    'out',
    'q:2',
    'NOTIFY sip:bob@y SIP/2.0',
    'From: <sip:600@x>',
    'To: <sip:bob@x>',
    'CSeq: 3 NOTIFY',
    '',
    'SIP/2.0 404 Not Found\r\n',
  ),
];

test('one line a message: when, who, which way, what', () => {
  expect(drawLadder(messages).split('\n')).toEqual([
    '   1      0 ms  alice p:1 ──▶ server  INVITE sip:600@x (2)  SDP sendonly',
    '   2     42 ms  alice p:1 ◀── server  503 Not now (INVITE 2)  retry-after: 5',
    '   3    100 ms  bob q:2   ◀── server  NOTIFY sip:bob@y (3)  tells of 404 Not Found',
    '',
  ]);
});

test('messages in full are without secrets, and otherwise whole', () => {
  const text = drawLadder(messages, {full: true});
  for (const secret of ['0123abcd', '4567ef', 'eyJhbGciOi', 'WVNfX19z', 'asd88fgpdd', '4A:AD:B9', 'Signal=7'])
    expect(text).not.toContain(secret);
  expect(text).toContain('Authorization: Digest username="alice", response="[removed]", qop=auth');
  expect(text).toContain('a=crypto:1 AES_CM_128_HMAC_SHA1_80 [removed]');
});

test('nothing is said in words', () => {
  expect(drawLadder([])).toBe('No SIP messages.\n');
});
