import {expect, it} from 'vitest';
import {audioDirection, offersTelephoneEvent} from './sdp.js';

const sdp = (...lines: string[]) => ['v=0', 's=-', 't=0 0', ...lines, ''].join('\r\n');
const audio = 'm=audio 4000 UDP/TLS/RTP/SAVPF 111 101';
const event = 'a=rtpmap:101 telephone-event/8000';

it('knows whether digits can go in RTP', () => {
  expect(offersTelephoneEvent(sdp(audio, 'a=rtpmap:111 opus/48000/2', event))).toBe(true);
  expect(offersTelephoneEvent(sdp(audio, 'a=rtpmap:111 opus/48000/2'))).toBe(false);
  expect(offersTelephoneEvent(sdp('m=video 4002 RTP/AVP 101', event, audio))).toBe(false);
  expect(offersTelephoneEvent(sdp(audio, 'm=audio 4002 RTP/AVP 101', event))).toBe(false);
  expect(offersTelephoneEvent('')).toBe(false);
});

it.each([
  ['of its own', sdp(audio, 'a=sendonly'), 'sendonly'],
  ['of its own, rather than the session', sdp('a=sendonly', audio, 'a=inactive'), 'inactive'],
  ['of the session', sdp('a=recvonly', audio), 'recvonly'],
  ['by default', sdp(audio), 'sendrecv'],
  ['not of another section', sdp('m=video 4002 RTP/AVP 96', 'a=inactive', audio), 'sendrecv'],
  ['not of a later section', sdp(audio, 'm=audio 4002 RTP/AVP 0', 'a=inactive'), 'sendrecv'],
  ['refused', sdp('m=audio 0 RTP/AVP 0', 'a=sendrecv'), 'inactive'],
  ['without audio', sdp('m=video 4002 RTP/AVP 96'), 'inactive'],
  ['with bare line feeds', 'v=0\nm=audio 4000 RTP/AVP 0\na=sendonly\n', 'sendonly'],
])('reads the direction %s', (_, text, direction) => {
  expect(audioDirection(text)).toBe(direction);
});
