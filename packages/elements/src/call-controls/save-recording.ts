import type {Call} from '@sidetone/core';
import {eventNames, type SidetoneRecordingEvent} from '../events/index.js';
import {recordingName} from './call-controls.core.js';

/**
 * Saves the recording of `call` as a file when it ends, by hand or with the call, also when the controls are
 * gone by then. A page that cancels `sidetone-recording` takes care of the file itself.
 */
export function saveRecording(call: Call, saved: () => void): void {
  const done = new AbortController();
  const finished = (event: SidetoneRecordingEvent) => {
    if (event.call !== call) return;
    done.abort();
    // After every listener of the page had its say.
    queueMicrotask(() => {
      if (event.defaultPrevented) return;
      download(event.file, recordingName(call.remote.displayName, event.startedAt, event.file.type));
      saved();
    });
  };
  document.addEventListener(eventNames.recording, finished, {signal: done.signal});
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
