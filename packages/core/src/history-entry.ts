import type {Call} from './call.js';
import type {CallHistoryEntry} from './history.js';

/** What the history keeps of a call that is over. */
export function historyEntry(call: Call): CallHistoryEntry {
  return {
    id: call.id,
    direction: call.direction,
    remote: call.remote,
    account: call.account.aor,
    startedAt: call.startedAt,
    ...(call.connectedAt && {connectedAt: call.connectedAt}),
    endedAt: call.endedAt ?? Date.now(),
    status: call.status,
    ...(call.cause && {cause: call.cause}),
    ...(call.code && {code: call.code}),
  };
}
