import {SidetoneError, type AudioLine} from '@sidetone/core';
import {BrowserLine} from './browser-line.js';

/**
 * Mix-minus: each far side hears the microphone and all other far sides, never itself. Returns what undoes
 * it; a line that closes leaves the others merged. Throws `merge-unavailable`, and then nothing is merged.
 */
export function mergeLines(lines: readonly AudioLine[]): () => void {
  const own = lines.filter(
    (line): line is BrowserLine => line instanceof BrowserLine && !line.closed.aborted,
  );
  if (own.length < lines.length) throw new SidetoneError('merge-unavailable', {detail: 'a call is over'});
  if (new Set(own).size < 2) throw new SidetoneError('merge-unavailable', {detail: 'it takes two calls'});
  const undo = new Set<() => void>();
  for (const line of own) {
    for (const other of own) {
      if (line === other) continue;
      const stop = line.hear(other);
      undo.add(stop);
      for (const {closed} of [line, other]) closed.addEventListener('abort', stop, {once: true});
    }
  }
  return () => {
    for (const stop of undo) stop();
  };
}
