/** A sine of `frequency` Hz as a track, until `over`. */
export function startTone(context: AudioContext, frequency: number, over: Promise<void>): MediaStreamTrack {
  const oscillator = new OscillatorNode(context, {frequency});
  const gain = new GainNode(context, {gain: 0.3});
  const destination = context.createMediaStreamDestination();
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  void over.then(() => {
    oscillator.stop();
    gain.disconnect();
  });
  return destination.stream.getAudioTracks()[0]!;
}
