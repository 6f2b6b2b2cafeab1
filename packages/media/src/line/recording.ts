import {SidetoneError, type Recording} from '@sidetone/core';
import type {MixerOutput} from '../mixer/mixer.js';

/** Best first; the last is what the browser takes of itself. */
const formats = ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus', ''];

/** Records a mix until `stop`, and calls `finished` when it is over. Throws `recording-unavailable`. */
export function recordMix(mix: MixerOutput, finished: () => void): Recording {
  if (!('MediaRecorder' in globalThis)) {
    throw new SidetoneError('recording-unavailable', {detail: 'this browser cannot record'});
  }
  const mimeType = formats.find((format) => !format || MediaRecorder.isTypeSupported(format))!;
  const parts: Blob[] = [];
  let recorder: MediaRecorder;
  try {
    recorder = new MediaRecorder(mix.stream, mimeType ? {mimeType} : {});
    recorder.start(1_000);
  } catch (error) {
    throw new SidetoneError('recording-unavailable', {cause: error});
  }
  const file = new Promise<Blob>((resolve) => {
    recorder.addEventListener('dataavailable', ({data}) => parts.push(data));
    recorder.addEventListener('stop', () => {
      finished();
      resolve(new Blob(parts, {type: recorder.mimeType}));
    });
  });
  return {
    startedAt: Date.now(),
    stop: () => {
      if (recorder.state !== 'inactive') recorder.stop();
      return file;
    },
  };
}
