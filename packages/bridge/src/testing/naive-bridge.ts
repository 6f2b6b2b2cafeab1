// The shortest bridge that works, as a yardstick: what comes in on one side goes out on the other, and nobody minds the queues.
import {
  AudioFrame,
  AudioMixer,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import {once} from 'node:events';
import WebSocket from 'ws';

/** What a process with this file is told by IPC, for each leg; it answers with the identity. */
export interface NaiveLeg {
  identity: string;
  livekit: string;
  token: string;
  /** Asterisk's media socket. */
  media: string;
}

const [rate, samples] = [48_000, 960];

async function carry({livekit, token, media}: NaiveLeg): Promise<void> {
  const room = new Room();
  const mixer = new AudioMixer(rate, 1, {blocksize: samples});
  room.on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === TrackKind.KIND_AUDIO) mixer.addStream(new AudioStream(track, rate, 1));
  });
  await room.connect(livekit, token, {autoSubscribe: true, dynacast: false});
  const source = new AudioSource(rate, 1);
  const options = new TrackPublishOptions({source: TrackSource.SOURCE_MICROPHONE, dtx: false});
  await room.localParticipant?.publishTrack(LocalAudioTrack.createAudioTrack('phone', source), options);

  const socket = new WebSocket(media, 'media', {perMessageDeflate: false});
  await once(socket, 'open');
  let captured = Promise.resolve();
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return;
    const block = new Int16Array(new Uint8Array(data).buffer);
    captured = captured.then(() => source.captureFrame(new AudioFrame(block, rate, 1, block.length)));
  });
  void (async () => {
    for await (const {data} of mixer) socket.send(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  })();
}

process.on('message', (leg: NaiveLeg) => void carry(leg).then(() => process.send?.(leg.identity)));
process.on('disconnect', () => process.exit(0));
