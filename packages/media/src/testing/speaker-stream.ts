/** What Web Audio plays at the loudspeaker from now on, as a stream for `hears`. */
export function speakerStream(context: AudioContext): {stream: MediaStream; restore(): void} {
  const copy = new MediaStreamAudioDestinationNode(context);
  const connect = AudioNode.prototype.connect as (this: AudioNode, ...parts: unknown[]) => unknown;
  const patched = function (this: AudioNode, ...parts: unknown[]) {
    if (parts[0] === context.destination) connect.call(this, copy);
    return connect.apply(this, parts);
  };
  AudioNode.prototype.connect = patched as typeof AudioNode.prototype.connect;
  return {
    stream: copy.stream,
    restore: () => {
      AudioNode.prototype.connect = connect as typeof AudioNode.prototype.connect;
    },
  };
}
