import {afterEach, beforeEach, expect, it} from 'vitest';
import {RtpToneSender} from './dtmf-rtp.js';
import {DtmfQueue} from './dtmf.js';

let near: RTCPeerConnection;
let far: RTCPeerConnection;
let microphone: MediaStreamTrack;

beforeEach(async () => {
  [near, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  near.onicecandidate = ({candidate}) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({candidate}) => void near.addIceCandidate(candidate ?? undefined);
  microphone = (await navigator.mediaDevices.getUserMedia({audio: true})).getAudioTracks()[0]!;
  near.addTrack(microphone);
  await negotiate('sendrecv');
  if (near.connectionState !== 'connected') {
    await new Promise<void>((resolve) => {
      near.onconnectionstatechange = () => near.connectionState === 'connected' && resolve();
    });
  }
});

afterEach(() => {
  near.close();
  far.close();
  microphone.stop();
});

async function negotiate(direction: RTCRtpTransceiverDirection): Promise<void> {
  near.getTransceivers()[0]!.direction = direction;
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
}

async function packetsSent(): Promise<number> {
  const stats = await near.getStats();
  return [...stats.values()].find(({type}) => type === 'outbound-rtp').packetsSent;
}

it("sends every tone in order through the browser's own sender, also the one that a hold swallowed", async () => {
  const tones = '1234567890*#ABCD';
  let heard = '';
  let queue!: DtmfQueue;
  const fourth = new Promise<void>((resolve) => {
    queue = new DtmfQueue((tone) => {
      heard += tone;
      if (heard.length === 4) resolve();
    });
  });
  const rtpSender = near.getSenders()[0]!;
  const sender = new RtpToneSender(rtpSender, near);
  const sent = [queue.enqueue('12345', {sender}), queue.enqueue('67890*#ABCD', {sender})];
  await fourth;
  const before = await packetsSent();
  await expect.poll(packetsSent, {interval: 10}).toBeGreaterThan(before + 2);
  await negotiate('inactive');
  await expect.poll(() => rtpSender.dtmf!.toneBuffer, {interval: 10}).toBe('');
  expect(heard.length).toBeLessThan(tones.length);
  await negotiate('sendrecv');
  await Promise.all(sent);
  expect(heard).toBe(tones);
});
