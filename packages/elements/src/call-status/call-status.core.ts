import {endedStatuses, type Call, type CallCause, type CallStatus} from '@sidetone/core';

/** What is known of a call, or of a phone leg elsewhere. Moments are ms since the epoch. */
export interface StatusFacts {
  status: CallStatus;
  cause: CallCause | undefined;
  /** It rings here. */
  incoming: boolean;
  /** The other side holds. */
  heldByRemote: boolean;
  interrupted: boolean;
  /** Since when people talk. */
  since: number | undefined;
  until: number | undefined;
  /** Where to call instead, as people write it. */
  movedTo: string | undefined;
  /** Seconds after which to try again. */
  retryAfter: number | undefined;
}

export type Advice = {try: 'later'} | {try: 'after'; seconds: number} | {try: 'elsewhere'; address: string};

export type Mood = 'waiting' | 'good' | 'warning' | 'bad' | 'over';

/** What a badge shows; words are keys of the texts. */
export interface StatusView {
  mood: Mood;
  label: CallStatus | 'incomingRinging' | 'interrupted';
  detail: CallCause | 'heldByRemote' | undefined;
  /** What to do about it. */
  advice: Advice | undefined;
  /** Length in ms; undefined when they never talked, or nobody knows since when. */
  duration: number | undefined;
  /** The duration grows. */
  running: boolean;
}

const moods: Record<CallStatus, Mood> = {
  accepted: 'waiting',
  ringing: 'waiting',
  connected: 'good',
  held: 'warning',
  rejected: 'bad',
  cleared: 'over',
};

export function statusView(facts: StatusFacts, now: number): StatusView {
  const {status, cause, since, until} = facts;
  const ended = endedStatuses.has(status);
  const end = ended ? until : now;
  const running = !ended && since !== undefined;
  return {
    mood: facts.interrupted || cause === 'connection-lost' ? 'warning' : moods[status],
    label: labelOf(facts),
    detail: ended ? cause : status === 'held' && facts.heldByRemote ? 'heldByRemote' : undefined,
    advice: adviceOf(facts),
    duration: since === undefined || end === undefined ? undefined : end - since,
    running,
  };
}

function labelOf({status, incoming, interrupted}: StatusFacts): StatusView['label'] {
  if (interrupted) return 'interrupted';
  return status === 'ringing' && incoming ? 'incomingRinging' : status;
}

function adviceOf({cause, movedTo, retryAfter}: StatusFacts): Advice | undefined {
  if (movedTo) return {try: 'elsewhere', address: movedTo};
  if (retryAfter) return {try: 'after', seconds: retryAfter};
  return cause === 'congestion' ? {try: 'later'} : undefined;
}

export function factsOf(call: Call): StatusFacts {
  return {
    status: call.status,
    cause: call.cause,
    incoming: call.direction === 'incoming',
    heldByRemote: call.heldBy === 'remote',
    interrupted: call.interrupted,
    since: call.connectedAt,
    until: call.endedAt,
    movedTo: call.movedTo[0]?.displayName,
    retryAfter: call.retryAfter,
  };
}

/** The moment that an attribute names: ISO 8601, or ms since the epoch. Undefined when it names none. */
export function moment(text: string): number | undefined {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

/** A change so recent that it is news to somebody who cannot see. */
export function isNews(changedAt: number, now: number): boolean {
  return now - changedAt < 3_000;
}
