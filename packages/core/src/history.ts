import type {RemoteParty} from './remote-party.js';
import type {CallCause, CallStatus} from './status.js';

/** A call that is over. */
export interface CallHistoryEntry {
  id: string;
  direction: 'outgoing' | 'incoming';
  remote: RemoteParty;
  /** The AOR of the account that called or was called. */
  account: string;
  /** ms since the epoch */
  startedAt: number;
  connectedAt?: number;
  endedAt: number;
  status: CallStatus;
  cause?: CallCause;
  code?: number;
  /** A missed call that was looked at. */
  seen?: boolean;
}

/** Where ended calls are kept. Dispatches `change` when entries came, changed or went, here or in another tab. */
export interface CallHistoryStore extends EventTarget {
  add(entry: CallHistoryEntry): Promise<void>;
  /** Newest first. `before` is the `startedAt` of the last one of the page before. */
  list(options?: {limit?: number; before?: number}): Promise<CallHistoryEntry[]>;
  markSeen(...ids: string[]): Promise<void>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}
