import {describeEnd, type CallEnd} from '@sidetone/core';
import type {Hangup} from './state.js';

const cleared = (cause: CallEnd['cause'], message: string): CallEnd => ({
  status: 'cleared',
  cause,
  code: 0,
  message,
});

/** How calls end, as everybody in the room is told. */
export const ends = {
  here: cleared('hung-up', 'The call was ended.'),
  cancelled: cleared('cancelled', 'The call was given up before it was answered.'),
  remote: cleared('remote-hung-up', 'The other side hung up.'),
  conference: cleared('hung-up', 'The conference has ended.'),
  lost: cleared('connection-lost', 'The connection was lost.'),
  silent: cleared('connection-lost', 'Nothing was heard of the phone for too long.'),
  tooLong: cleared('hung-up', 'The call has lasted as long as calls may.'),
  transferred: cleared('transferred', 'The call was transferred.'),
} as const;

/** Somebody or the network has said no. Asterisk makes a Q.850 cause of each SIP response: the response says more. */
export function refusal({code = 0, cause}: Hangup): CallEnd {
  const reasonHeader = code || cause === undefined ? {} : {reasonHeader: {protocol: 'Q.850', cause}};
  const end = {by: 'remote', code, reason: '', ...reasonHeader} as const;
  return describeEnd(end, {direction: 'outgoing', answered: false});
}
