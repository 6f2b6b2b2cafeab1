import {describe, expect, it, vi} from 'vitest';
import {matchDtmfClock, withDtmfClock} from './dtmf-clock.js';

const session = ['v=0', 's=-', 't=0 0'];
const sdp = (...lines: string[]) => [...session, ...lines, ''].join('\r\n');

const opus = 'a=rtpmap:111 opus/48000/2';
const fast = ['a=rtpmap:110 telephone-event/48000', 'a=fmtp:110 0-16'];
const slow = ['a=rtpmap:126 telephone-event/8000', 'a=fmtp:126 0-16'];

describe('the clock of digits', () => {
  it('is that of Opus: the event at 8 kHz goes', () => {
    const answer = sdp(
      'm=audio 4000 UDP/TLS/RTP/SAVPF 111 0 110 126',
      'a=mid:0',
      opus,
      ...fast,
      ...slow,
      'a=sendrecv',
    );
    expect(matchDtmfClock(answer)).toBe(
      sdp('m=audio 4000 UDP/TLS/RTP/SAVPF 111 0 110', 'a=mid:0', opus, ...fast, 'a=sendrecv'),
    );
  });

  it.each([
    ['PCMU by its number alone', 'm=audio 4000 RTP/AVP 0 110 126', 'm=audio 4000 RTP/AVP 0 126', []],
    ['G.722, whose RTP clock is 8 kHz', 'm=audio 4000 RTP/AVP 9 110 126', 'm=audio 4000 RTP/AVP 9 126', []],
    [
      'PCMA after comfort noise and redundancy',
      'm=audio 4000 RTP/AVP 63 13 8 110 126 111',
      'm=audio 4000 RTP/AVP 63 13 8 126 111',
      ['a=rtpmap:63 red/48000/2', 'a=rtpmap:13 CN/8000', opus],
    ],
    [
      'the first codec that a browser speaks',
      'm=audio 4000 RTP/AVP 96 8 110 126',
      'm=audio 4000 RTP/AVP 96 8 126',
      ['a=rtpmap:96 AMR-WB/16000'],
    ],
  ])('is 8 kHz beside %s', (_, before, after, names) => {
    expect(matchDtmfClock(sdp(before, ...names, ...fast, ...slow))).toBe(sdp(after, ...names, ...slow));
  });

  it('is found in each audio section for itself, with the last payload type taken out or bare line feeds', () => {
    const two = [
      'm=audio 4000 RTP/AVP 0 126 110',
      ...slow,
      ...fast,
      'm=video 0 RTP/AVP 96',
      'm=audio 4002 RTP/AVP 111 126 110',
      opus,
      ...slow,
      ...fast,
    ];
    const kept = [
      'm=audio 4000 RTP/AVP 0 126',
      ...slow,
      'm=video 0 RTP/AVP 96',
      'm=audio 4002 RTP/AVP 111 110',
      opus,
      ...fast,
    ];
    expect(matchDtmfClock(sdp(...two))).toBe(sdp(...kept));
    expect(matchDtmfClock([...two, ''].join('\n'))).toBe([...kept, ''].join('\n'));
  });

  it.each([
    ['no other', sdp('m=audio 4000 RTP/AVP 111 126', opus, ...slow)],
    ['one that fits', sdp('m=audio 4000 RTP/AVP 111 110', opus, ...fast)],
    ['none', sdp('m=audio 4000 RTP/AVP 111', opus)],
    [
      'none for an unknown codec',
      sdp('m=audio 4000 RTP/AVP 96 110 126', 'a=rtpmap:96 AMR-WB/16000', ...fast, ...slow),
    ],
    ['no sound at all', sdp('m=video 4000 RTP/AVP 96', 'a=rtpmap:96 VP8/90000')],
  ])('stays as it is where there is %s', (_, text) => {
    expect(matchDtmfClock(text)).toBe(text);
  });
});

it('is applied to each description of a far side, whoever sets it', async () => {
  const apply = vi.fn(async () => {});
  const connection = withDtmfClock({setRemoteDescription: apply} as unknown as RTCPeerConnection);
  const answer = sdp('m=audio 4000 RTP/AVP 111 110 126', opus, ...fast, ...slow);
  await connection.setRemoteDescription({type: 'answer', sdp: answer});
  await connection.setRemoteDescription({type: 'rollback'});
  expect(apply.mock.calls).toEqual([[{type: 'answer', sdp: matchDtmfClock(answer)}], [{type: 'rollback'}]]);
});
