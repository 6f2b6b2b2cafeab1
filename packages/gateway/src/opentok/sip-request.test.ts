import {expect, test} from 'vitest';
import {readHeaders, type HeaderValue} from './sip-headers.js';
import {readFrom, readTarget} from './sip-target.js';

test.each([
  ['sip:user@sip.partner.com;transport=tls', false, 'sip:user@sip.partner.com;transport=tls', 'tls'],
  ['sip:+1 415 555 0101@10.0.0.1:5070', false, 'sip:+14155550101@10.0.0.1:5070', 'udp'],
  ['sip:bob@example.org;transport=TCP', false, 'sip:bob@example.org;transport=TCP', 'tcp'],
  ['sip:bob@example.org', true, 'sip:bob@example.org', 'tls'],
  ['SIPS:bob@example.org', false, 'sips:bob@example.org', 'tls'],
])('%s (secure: %s) is called', (uri, secure, target, transport) => {
  expect(readTarget(uri, {secure})).toEqual({uri: target, transport});
});

test.each([
  ['bob@example.org', false, /begin with/],
  ['tel:+41446681810', false, /begin with/],
  ['sip:bob', false, /no host/],
  ['sip:bob@example.org;transport=ws', false, /udp, tcp, tls/],
  ['sip:bob@example.org;transport=udp', true, /TLS/],
  ['sips:bob@example.org;transport=tcp', false, /TLS/],
  ['sip:bob@example.org?Route=<sip:evil>', false, /./],
  ['sip:bob@example.org\r\nRoute: <sip:evil>', false, /./],
  ['sip:bob@example.org;method=REGISTER', false, /parameters/],
])('%j (secure: %s) is refused', (uri, secure, why) => {
  expect(() => readTarget(uri, {secure})).toThrow(
    expect.objectContaining({code: 'sip-invalid', message: expect.stringMatching(why) as unknown}),
  );
});

test('who calls', () => {
  expect(readFrom('14155550101@example.com')).toEqual({user: '14155550101', domain: 'example.com'});
  expect(readFrom('sip:joe@example.com')).toEqual({user: 'joe', domain: 'example.com'});
  for (const wrong of ['joe', '@example.com', 'joe@', 'j"o@example.com', 'joe@a>;tag=1', 'a b@example.com'])
    expect(() => readFrom(wrong)).toThrow(expect.objectContaining({code: 'sip-invalid'}));
});

test('headers are sent as they are, numbers too', () => {
  const given = {'X-Case': 'Ä 1', 'X-Number': 7, 'X-Yes': true, Subject: ' trimmed '};
  expect(readHeaders(given)).toEqual([
    ['X-Case', 'Ä 1'],
    ['X-Number', '7'],
    ['X-Yes', 'true'],
    ['Subject', 'trimmed'],
  ]);
});

test.each<[given: Record<string, HeaderValue>, why: RegExp]>([
  ...['Via', 'ROUTE', 'from', 't', 'Contact', 'Require', 'Proxy-Authorization', 'Replaces', 'l'].map(
    (name): [Record<string, HeaderValue>, RegExp] => [{[name]: 'x'}, /SIP's own/],
  ),
  [{'X-A': 'a\r\nRoute: <sip:evil>'}, /one line/],
  [{'X-A': 'a'.repeat(1001)}, /1000/],
  [{'X-A\r\nRoute': 'x'}, /no name/],
  [{'X A': 'x'}, /no name/],
  [{'X-A)': 'x'}, /no name/],
  [{'X-A': '1', 'x-a': '2'}, /twice/],
  [Object.fromEntries(Array.from({length: 51}, (_, index) => [`X-${index}`, 'x'])), /more than 50/],
])('headers that are none, or that mean something to SIP, are refused (%#)', (given, why) => {
  expect(() => readHeaders(given)).toThrow(
    expect.objectContaining({code: 'sip-invalid', message: expect.stringMatching(why) as unknown}),
  );
});
