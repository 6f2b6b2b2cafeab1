import {expect, it} from 'vitest';
import {Peer} from './peer.js';

it('is ready for another offer when one could not be answered', async () => {
  const [connection, far] = [new RTCPeerConnection(), new RTCPeerConnection()];
  far.addTransceiver('audio');
  await far.setLocalDescription();
  const peer = new Peer({connection, iceGatheringTimeout: 100});
  await peer.accept('offer', far.localDescription!.sdp);
  const answer = {type: 'answer', sdp: 'v=0\r\nnonsense\r\n'} as const;
  await expect(peer.setLocalDescription(answer)).rejects.toThrow();
  expect(connection.signalingState).toBe('stable');
  for (const each of [connection, far]) each.close();
});
