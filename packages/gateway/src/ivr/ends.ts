import type {CallEnd} from '@sidetone/core';

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
  transferred: cleared('transferred', 'The call was transferred.'),
} as const;
