import {createHash} from 'node:crypto';
import type {LegMute} from '@sidetone/bridge';
import type {CallCause, CallStatus} from '@sidetone/core';
import {withoutGaps} from '../without-gaps.js';
import type {calls} from '../database/schema.js';

export type CallRow = typeof calls.$inferSelect;

/** A phone's call as those in its room, and application servers, see it. Times are ISO 8601. */
export interface CallEntry {
  callid: string;
  room?: string;
  direction: 'incoming' | 'outgoing';
  status: CallStatus;
  cause?: CallCause;
  /** The SIP response, when there was one. */
  code?: number;
  message?: string;
  name: string;
  /** The number of the phone, or its SIP user. */
  number?: string;
  /** Its participant in the room. */
  identity: string;
  /** The conference user whose call it is. */
  owner?: string;
  /** It is the owner's own phone: not one that the owner has called, or brought in. */
  ownPhone?: true;
  /** For applications only: the one from which it was called, or to which its number leads. */
  applicationId?: string;
  muted: LegMute;
  /** Grows with every change: what has a lower one is older. */
  revision: number;
  startedAt: string;
  connectedAt?: string;
  endedAt?: string;
}

/** A call as people may see it: of the applications behind it they learn nothing. */
export const shownToPeople = ({applicationId: _, ...entry}: CallEntry): CallEntry => entry;

const longestShort = 60;

/** Asterisk's ids, and those of legs, have fewer characters than a call's may have. */
export const shortId = (callId: string): string =>
  callId.length <= longestShort ? callId : createHash('sha256').update(callId).digest('base64url');

/** A phone's participant identity in a room: one a call, so that two calls of one caller do not push each other out. */
export const identityOf = (callId: string) => `phone-${shortId(callId)}`;

export function entryOf(row: CallRow): CallEntry {
  const outgoing = row.direction === 'outbound';
  return withoutGaps<CallEntry>({
    callid: row.id,
    room: row.room,
    direction: outgoing ? 'outgoing' : 'incoming',
    status: row.status as CallStatus,
    cause: row.cause as CallCause | null,
    code: row.code || null,
    message: row.message,
    name: row.name ?? 'Phone',
    number: (outgoing ? row.called : row.caller) || null,
    identity: identityOf(row.id),
    owner: row.owner,
    ownPhone: isOwnPhone(row) || null,
    applicationId: row.application,
    muted: row.muted as LegMute,
    revision: row.revision,
    startedAt: row.createdAt.toISOString(),
    connectedAt: row.connectedAt?.toISOString(),
    endedAt: row.endedAt?.toISOString(),
  });
}

/** Whoever was transferred into a lane has called no number: that phone is not the owner's. */
const isOwnPhone = ({direction, owner, called}: CallRow) =>
  direction === 'inbound' && owner !== null && called !== '';
