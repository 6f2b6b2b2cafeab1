import {
  type AudioStreamEvent,
  AudioStreamType,
  CaptureAudioFrameRequest,
  type CaptureAudioFrameResponse,
  FfiHandle,
  type FfiEvent,
  LocalTrackMuteRequest,
  NewAudioStreamRequest,
  type NewAudioStreamResponse,
} from '@livekit/rtc-ffi-bindings';
import type {AudioSource, LocalAudioTrack, RemoteTrack} from '@livekit/rtc-node';
import {frameSamples, milliseconds, sampleRate} from '../audio/format.js';

/*
 * Audio to and from LiveKit's native client, past rtc-node's own classes for it. There every event of every room in the process, each 10 ms of
 * audio included, is offered to every room and every stream: the cost of a leg would grow with the number of legs. Here each goes to the one
 * that it is for. The native client's messages are not rtc-node's public interface, so both packages are pinned.
 */

/** What rtc-node keeps of the native client, one a process. */
interface Client {
  request<Response>(message: {message: {case: string; value: unknown}}): Response;
  copyBuffer(pointer: bigint, length: number): Uint8Array;
  retrievePtr(data: Uint8Array): bigint;
  emit(name: 'ffi_event', event: FfiEvent): boolean;
}

type Settle = (error: string | undefined) => void;

const streams = new Map<bigint, (event: AudioStreamEvent) => void>();
const captures = new Map<bigint, Settle>();
let known: Client | undefined;

function client(): Client {
  if (known) return known;
  const found = (globalThis as {_ffiClientInstance?: Client})._ffiClientInstance;
  if (!found) throw new Error("LiveKit's native client is not where this version of rtc-node keeps it.");
  const others = found.emit.bind(found);
  found.emit = (name, event) => dispatch(event) || others(name, event);
  return (known = found);
}

/** Whether the event was for one of the streams or captures here. */
function dispatch({message}: FfiEvent): boolean {
  if (message.case === 'audioStreamEvent') {
    const stream = streams.get(message.value.streamHandle ?? 0n);
    stream?.(message.value);
    return stream !== undefined;
  }
  if (message.case === 'captureAudioFrame') {
    const {asyncId = 0n, error} = message.value;
    const settle = captures.get(asyncId);
    captures.delete(asyncId);
    settle?.(error);
    return settle !== undefined;
  }
  return false;
}

/** Hands a source its next 10 ms. Resolves when the next may follow; rejects when the room is gone. */
export function capture(source: AudioSource, block: Int16Array): Promise<void> {
  const value = new CaptureAudioFrameRequest({
    sourceHandle: source.ffiHandle.handle,
    buffer: {
      dataPtr: client().retrievePtr(new Uint8Array(block.buffer, block.byteOffset, block.byteLength)),
      sampleRate,
      numChannels: 1,
      samplesPerChannel: block.length,
    },
  });
  const {asyncId = 0n} = client().request<CaptureAudioFrameResponse>({
    message: {case: 'captureAudioFrame', value},
  });
  return new Promise((resolve, reject) =>
    captures.set(asyncId, (error) => (error ? reject(new Error(error)) : resolve())),
  );
}

/** Tells everyone in the room that a track is muted, or no longer. */
export function muteTrack(track: LocalAudioTrack, mute: boolean): void {
  const value = new LocalTrackMuteRequest({trackHandle: track.ffi_handle.handle, mute});
  client().request({message: {case: 'localTrackMute', value}});
}

/** Gives each 20 ms of a track to `listener`. Returns how to stop. */
export function listen(track: RemoteTrack, listener: (frame: Int16Array) => void): () => void {
  const native = client();
  const value = new NewAudioStreamRequest({
    type: AudioStreamType.AUDIO_STREAM_NATIVE,
    trackHandle: track.ffi_handle.handle,
    sampleRate,
    numChannels: 1,
    frameSizeMs: milliseconds(frameSamples),
  });
  const {stream} = native.request<NewAudioStreamResponse>({message: {case: 'newAudioStream', value}});
  const handle = new FfiHandle(stream?.handle?.id ?? 0n);
  streams.set(handle.handle, ({message}) => {
    if (message.case !== 'frameReceived') return;
    const {info, handle: frame} = message.value.frame ?? {};
    const bytes = native.copyBuffer(info?.dataPtr ?? 0n, 2 * (info?.samplesPerChannel ?? 0));
    new FfiHandle(frame?.id ?? 0n).dispose();
    listener(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
  });
  return () => {
    if (streams.delete(handle.handle)) handle.dispose();
  };
}
