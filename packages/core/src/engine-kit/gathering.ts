/** How long a description waits for a first candidate, in ms. Then it goes without: the far side's may do. */
const patience = 5_000;

/**
 * Resolves when the local description may be sent: all candidates are in it, or `timeout` ms have passed since
 * the first one that a far side can use.
 */
export function gathered(connection: RTCPeerConnection, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const life = new AbortController();
    const done = () => {
      clearTimeout(timer);
      life.abort();
      resolve();
    };
    let timer = setTimeout(done, Math.max(patience, timeout));
    let counting = false;
    const count = () => {
      if (counting) return;
      counting = true;
      clearTimeout(timer);
      timer = setTimeout(done, timeout);
    };
    const check = () => {
      if (connection.iceGatheringState === 'complete' || connection.signalingState === 'closed') done();
    };
    connection.addEventListener('icegatheringstatechange', check, {signal: life.signal});
    connection.addEventListener(
      'icecandidate',
      ({candidate}) => {
        if (candidate && isUsable(candidate)) count();
      },
      {signal: life.signal},
    );
    if (/^a=candidate:/m.test(connection.localDescription?.sdp ?? '')) count();
    check();
  });
}

/** An active TCP candidate cannot be called, and an empty one says that a generation is complete. */
function isUsable({candidate, tcpType}: RTCIceCandidate): boolean {
  return candidate !== '' && tcpType !== 'active';
}
