/** Sends a track over real WebRTC within the page. */
export async function loopback(
  track: MediaStreamTrack,
  {signal}: {signal?: AbortSignal} = {},
): Promise<{remote: MediaStream; near: RTCPeerConnection; far: RTCPeerConnection}> {
  const near = new RTCPeerConnection();
  const far = new RTCPeerConnection();
  near.onicecandidate = ({candidate}) => void far.addIceCandidate(candidate ?? undefined);
  far.onicecandidate = ({candidate}) => void near.addIceCandidate(candidate ?? undefined);
  const received = new Promise<MediaStream>((resolve) => {
    far.ontrack = ({streams, track: remoteTrack}) => resolve(streams[0] ?? new MediaStream([remoteTrack]));
  });
  near.addTrack(track, new MediaStream([track]));
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription!);
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription!);
  signal?.addEventListener('abort', () => {
    near.close();
    far.close();
  });
  return {remote: await received, near, far};
}
