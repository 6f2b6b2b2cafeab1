/** A stream's sound inside a context. */
export interface StreamSource {
  readonly node: AudioNode;
  close(): void;
}

/** The sound of a stream, also of one that has no audio yet or whose track is exchanged. */
export function streamSource(context: AudioContext, stream: MediaStream): StreamSource {
  const node = new GainNode(context);
  // Chromium lets a far side's sound into Web Audio only while a media element plays it.
  const pump = new Audio();
  pump.muted = true;
  pump.srcObject = stream;
  pump.play().catch(() => {});
  let source: MediaStreamAudioSourceNode | undefined;
  const connect = () => {
    source?.disconnect();
    source = stream.getAudioTracks().length
      ? new MediaStreamAudioSourceNode(context, {mediaStream: stream})
      : undefined;
    source?.connect(node);
  };
  connect();
  stream.addEventListener('addtrack', connect);
  stream.addEventListener('removetrack', connect);
  return {
    node,
    close: () => {
      stream.removeEventListener('addtrack', connect);
      stream.removeEventListener('removetrack', connect);
      source?.disconnect();
      node.disconnect();
      pump.srcObject = null;
    },
  };
}
