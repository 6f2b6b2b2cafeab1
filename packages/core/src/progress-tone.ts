import type {ProgressTone} from './audio/audio.js';
import type {Call} from './call.js';
import type {CallCause} from './status.js';

/** How long the tone of a refusal is played, in ms. */
export const refusalToneLength = 4_000;

const refusalTones: Partial<Record<CallCause, ProgressTone>> = {
  busy: 'busy',
  declined: 'busy',
  congestion: 'congestion',
  'server-error': 'congestion',
  unavailable: 'congestion',
  unreachable: 'congestion',
  'not-found': 'congestion',
};

/** What a telephone would sound like now, given its calls. */
export function progressTone(calls: readonly Call[], now = Date.now()): ProgressTone | undefined {
  const ringsHere = calls.some((call) => call.direction === 'incoming' && call.status === 'ringing');
  const talking = calls.some((call) => call.status === 'connected' || call.status === 'held');
  if (ringsHere) return talking ? 'call-waiting' : 'ringing';
  if (calls.some((call) => call.direction === 'outgoing' && call.status === 'ringing' && !call.earlyMedia)) {
    return 'ringback';
  }
  if (talking) return undefined;
  const refused = calls.findLast(
    (call) =>
      call.direction === 'outgoing' &&
      call.status === 'rejected' &&
      now - (call.endedAt ?? 0) < refusalToneLength,
  );
  return refused?.cause && refusalTones[refused.cause];
}
