/** Calls back once when a connection's ICE or DTLS has failed for good; not after `signal` aborts. */
export function onceFailed(connection: RTCPeerConnection, failed: () => void, signal: AbortSignal): void {
  const watching = new AbortController();
  signal.addEventListener('abort', () => watching.abort(), {signal: watching.signal});
  const check = () => {
    if (connection.iceConnectionState !== 'failed' && connection.connectionState !== 'failed') return;
    watching.abort();
    failed();
  };
  connection.addEventListener('iceconnectionstatechange', check, {signal: watching.signal});
  connection.addEventListener('connectionstatechange', check, {signal: watching.signal});
}
