import {pageContext} from '../context/shared-context.js';
import {toAmplitude} from '../signal/decibel.js';

/**
 * A track that plays a steady sine until the signal is aborted, or for as long as the page lives.
 *
 * @param frequency Hz.
 * @param level Peak in dBFS.
 */
export function toneTrack(
  frequency: number,
  level = -20,
  {signal}: {signal?: AbortSignal} = {},
): MediaStreamTrack {
  const {context, release} = pageContext().use();
  const oscillator = new OscillatorNode(context, {frequency});
  const gain = new GainNode(context, {gain: toAmplitude(level)});
  const destination = new MediaStreamAudioDestinationNode(context, {channelCount: 1});
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  const track = destination.stream.getAudioTracks()[0]!;
  signal?.addEventListener(
    'abort',
    () => {
      oscillator.stop();
      gain.disconnect();
      track.stop();
      release();
    },
    {once: true},
  );
  return track;
}
