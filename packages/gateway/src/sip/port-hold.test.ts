import {parseSip} from '@sidetone/sip';
import {expect, test} from 'vitest';
import {readPortHold} from './port-hold.js';

interface Fields {
  start?: string;
  to?: string;
  cseq?: string;
  body?: string;
  type?: string;
}

const offer = (...lines: string[]) =>
  ['v=0', 'o=- 1 2 IN IP4 127.0.0.1', 's=-', 't=0 0', ...lines, ''].join('\r\n');

function read(fields: Fields = {}) {
  const {
    start = 'INVITE sip:asterisk@127.0.0.1 SIP/2.0',
    to = '"tag=0" <sip:room@example.org;tag=no>;tag=ours',
    cseq = '2 INVITE',
    body = offer('m=audio 0 RTP/AVP 0'),
    type = 'application/sdp',
  } = fields;
  const headers = [
    'Call-ID: a@b',
    `CSeq: ${cseq}`,
    'From: <sip:anna@example.org>;tag=theirs',
    `To: ${to}`,
    `Content-Type: ${type}`,
  ];
  return readPortHold(parseSip([start, ...headers, '', body].join('\r\n'))!);
}

test('an offer without a port is a hold, one with a port is its end', () => {
  expect(read()).toEqual({callId: 'a@b', tag: 'theirs', on: true});
  const again = offer('m=audio 4000 RTP/AVP 0', 'a=sendrecv');
  expect(read({body: again})).toEqual({callId: 'a@b', tag: 'theirs', on: false});
  expect(read({start: 'UPDATE sip:a SIP/2.0', cseq: '2 UPDATE', body: again})).toMatchObject({on: false});
  expect(read({start: 'ACK sip:a SIP/2.0', cseq: '2 ACK'})).toMatchObject({on: true});
});

test('video that is switched off is no hold, nor is one of two voices', () => {
  const both = offer('m=audio 4000 RTP/AVP 0', 'm=video 0 RTP/AVP 96');
  expect(read({body: both})).toMatchObject({on: false});
  const second = offer('m=audio 4000 RTP/AVP 0', 'm=audio 0 RTP/AVP 8');
  expect(read({body: second})).toMatchObject({on: false});
});

test.each<[string, Fields]>([
  ['the INVITE that begins a call', {to: '<sip:room@example.org;tag=no>'}],
  ['an answer', {start: 'SIP/2.0 200 OK'}],
  ['an INVITE without an offer', {body: ''}],
  ['another body', {type: 'application/isup', body: 'm=audio 0'}],
  ['another request', {start: 'INFO sip:a SIP/2.0', cseq: '3 INFO'}],
  ['an offer without voice', {body: offer('m=video 0 RTP/AVP 96')}],
])('%s says nothing', (_, fields) => {
  expect(read(fields)).toBeUndefined();
});
