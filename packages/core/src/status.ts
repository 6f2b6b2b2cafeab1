/**
 * The vocabulary for calls, shown to people and stored for others alike.
 *
 * - `accepted`: the request to call is under way, nobody rings yet
 * - `ringing`: the called side is being alerted
 * - `connected`: people talk
 * - `held`: connected, but one side (or both) has put the call on hold
 * - `rejected`: it never connected, because the called side or the network said no
 * - `cleared`: it is over, by somebody's choice or because the connection was lost
 */
export type CallStatus = 'accepted' | 'ringing' | 'connected' | 'held' | 'rejected' | 'cleared';

/** Why a call is `rejected` or `cleared`. */
export type CallCause =
  | 'hung-up' // this side hung up
  | 'remote-hung-up'
  | 'cancelled' // this side gave up before the answer
  | 'missed' // the caller gave up before this side answered
  | 'answered-elsewhere'
  | 'transferred'
  | 'declined'
  | 'busy'
  | 'no-answer'
  | 'not-found'
  | 'number-incomplete'
  | 'unavailable'
  | 'forbidden'
  | 'credentials-rejected'
  | 'moved' // 3xx
  | 'media-refused' // 488, 606: no common codec
  | 'congestion' // 503 and the like
  | 'server-error'
  | 'unreachable' // the far side or the server did not answer at all
  | 'connection-lost' // media or signalling broke in mid-call
  | 'microphone' // the microphone could not be had
  | 'failed';

export const endedStatuses: ReadonlySet<CallStatus> = new Set(['rejected', 'cleared']);
export const talkingStatuses: ReadonlySet<CallStatus> = new Set(['connected', 'held']);
