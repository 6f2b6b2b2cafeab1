import {expect, it} from 'vitest';
import {directionOf, withoutTelephoneEvent} from './sdp.js';

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126',
  'a=sendonly',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:110 telephone-event/48000',
  'a=rtpmap:126 telephone-event/8000',
  'a=fmtp:126 0-15',
  '',
].join('\r\n');

it('finds the direction', () => {
  expect(directionOf(sdp)).toBe('sendonly');
  expect(directionOf('v=0\r\nm=audio 9 RTP/AVP 0\r\n')).toBe('sendrecv');
});

it('takes every telephone-event out and nothing else', () => {
  const without = withoutTelephoneEvent(sdp);
  expect(without).not.toContain('telephone-event');
  expect(without).not.toContain(':126');
  expect(without).toContain('m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n');
  expect(without).toContain('a=rtpmap:111 opus/48000/2');
});
