import {endedStatuses, talkingStatuses, type CallCause, type CallStatus} from '@sidetone/core';
import {entryOf, identityOf, type CallRow} from '../calls/call-entry.js';

/** What has become of a call. */
export interface CallChange {
  /** The status that was told last; left out, the call is a new one. */
  before?: CallStatus;
  /** The call as it is now. */
  row: CallRow;
  /** When it became so, ms since 1970. */
  at: number;
}

/** What an endpoint is told. */
export interface CallEvent {
  type: string;
  body: string;
}

/**
 * Of `callUpdated`. `RINGING`: the far side rings. `ANSWERED`: it has answered, and is in the room. `HOLD`, `UNHOLD`: it has put the
 * room on hold, and is back. `HANGUP`: the call is over, whoever ended it; `callDestroyed` says why.
 */
type OpenTokState = 'RINGING' | 'ANSWERED' | 'HOLD' | 'UNHOLD' | 'HANGUP';

/** What an endpoint is told of a change: OpenTok's events where it is a project's, Sidetone's own where `project` is empty. */
export function eventsOf(change: CallChange, project: string): CallEvent[] {
  if (project === '') return [ownEvent(change)];
  return change.row.project === project ? openTokEvents(change) : [];
}

function ownEvent({row, at}: CallChange): CallEvent {
  const type = `call.${row.status}`;
  return {type, body: JSON.stringify({type, timestamp: new Date(at).toISOString(), data: entryOf(row)})};
}

/** To the letter as OpenTok's SIP monitoring sends them: times in ms. */
function openTokEvents({before, row, at}: CallChange): CallEvent[] {
  const status = row.status as CallStatus;
  const event = (name: string, more: Record<string, string> = {}): CallEvent => ({
    type: name,
    body: JSON.stringify({
      sessionId: row.room ?? '',
      projectId: row.project,
      event: name,
      ...more,
      timestamp: at,
      call: {id: row.id, connectionId: identityOf(row.id), createdAt: row.createdAt.getTime()},
    }),
  });
  if (before === undefined) return [event('callCreated')];
  const updates = statesBetween(before, status).map((state) => event('callUpdated', {state}));
  return endedStatuses.has(status) ? [...updates, event('callDestroyed', reasonOf(row))] : updates;
}

function statesBetween(before: CallStatus, now: CallStatus): OpenTokState[] {
  if (before === now) return [];
  if (endedStatuses.has(now)) return ['HANGUP'];
  if (now === 'ringing') return ['RINGING'];
  const answered: OpenTokState[] = talkingStatuses.has(before) ? [] : ['ANSWERED'];
  if (now === 'held') return [...answered, 'HOLD'];
  if (now === 'connected') return before === 'held' ? ['UNHOLD'] : answered;
  return [];
}

/** Where no SIP response has ended the call: what SIP would say. Of Q.850's causes see RFC 3398 7.2.4.1. */
const codes: Readonly<Record<CallCause, number>> = {
  'hung-up': 200,
  'remote-hung-up': 200,
  'answered-elsewhere': 200,
  transferred: 200,
  cancelled: 487,
  missed: 487,
  'no-answer': 480,
  unavailable: 480,
  busy: 486,
  declined: 603,
  'not-found': 404,
  'number-incomplete': 484,
  moved: 410,
  forbidden: 403,
  'credentials-rejected': 403,
  'media-refused': 488,
  congestion: 503,
  unreachable: 408,
  // What should have come did not come in time.
  'connection-lost': 408,
  'server-error': 500,
  microphone: 500,
  failed: 500,
};

const reasonOf = ({code, cause, message}: CallRow) => ({
  reason_code: String(code || codes[(cause ?? 'failed') as CallCause]),
  reason_message: message ?? '',
});
