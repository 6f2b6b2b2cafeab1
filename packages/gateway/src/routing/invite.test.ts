import {expect, test} from 'vitest';
import {headersOf, withoutKeys} from './invite.js';

test('headers have their long names, as RFC 3261 spells them', () => {
  expect(
    headersOf([
      ['f', '<sip:alice@example.org>;tag=1'],
      ['TO', '<sip:bob@example.org>'],
      ['call-id', 'one'],
      ['X-Own-Header', 'as it is'],
    ]),
  ).toEqual({
    From: '<sip:alice@example.org>;tag=1',
    To: '<sip:bob@example.org>',
    'Call-ID': 'one',
    'X-Own-Header': 'as it is',
  });
});

test('several of one name are one, in their order', () => {
  expect(
    headersOf([
      ['Via', 'SIP/2.0/UDP one'],
      ['X-Tag', 'a'],
      ['v', 'SIP/2.0/UDP two'],
      ['x-tag', 'b'],
    ]),
  ).toEqual({Via: 'SIP/2.0/UDP one, SIP/2.0/UDP two', 'X-Tag': 'a, b'});
});

test('a name of JavaScript is a name as others are', () => {
  const headers = headersOf([
    ['__proto__', 'a'],
    ['constructor', 'b'],
  ]);
  expect(JSON.stringify(headers)).toBe('{"__proto__":"a","constructor":"b"}');
});

test('digests and keys are left out', () => {
  expect(
    headersOf([
      ['Authorization', 'Digest response="0123"'],
      ['proxy-authorization', 'Digest response="0123"'],
    ]),
  ).toEqual({});
  const sdp =
    'v=0\r\nk=base64:aGVsbG8=\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX1|2^20\r\nm=audio 1 RTP/SAVP 0\r\n';
  expect(withoutKeys(sdp)).toBe(
    'v=0\r\nk=[removed]\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 [removed]\r\nm=audio 1 RTP/SAVP 0\r\n',
  );
});
