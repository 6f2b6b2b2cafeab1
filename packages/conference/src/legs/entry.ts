import type {CallCause, CallStatus, LegMute} from '@sidetone/core';

/** A phone's call as the gateway writes it into the room's metadata, and answers requests about it. Times are ISO 8601. */
export interface CallEntry {
  callid: string;
  direction?: 'incoming' | 'outgoing';
  status: CallStatus;
  cause?: CallCause;
  code?: number;
  message?: string;
  name?: string;
  number?: string;
  identity?: string;
  owner?: string;
  /** It is the owner's own phone. */
  ownPhone?: boolean;
  muted?: LegMute;
  /** What has a lower one is older. */
  revision?: number;
  startedAt?: string;
  connectedAt?: string;
  endedAt?: string;
}

const prefix = 'callstatus_';
const statuses = new Set<unknown>([
  'accepted',
  'ringing',
  'connected',
  'held',
  'rejected',
  'cleared',
] satisfies CallStatus[]);

/** Those in a room's metadata, oldest first. Whatever else is in there, or is no JSON, is somebody else's. */
export function entriesIn(metadata: string): CallEntry[] {
  let all: unknown;
  try {
    all = JSON.parse(metadata || '{}');
  } catch {
    return [];
  }
  return Object.entries(all ?? {})
    .filter(([key, value]) => key.startsWith(prefix) && isEntry(value))
    .map(([, value]) => value as CallEntry)
    .sort((one, other) => (one.startedAt ?? '').localeCompare(other.startedAt ?? ''));
}

export function isEntry(value: unknown): value is CallEntry {
  const {callid, status} = (value ?? {}) as Partial<Record<keyof CallEntry, unknown>>;
  return typeof callid === 'string' && statuses.has(status);
}
