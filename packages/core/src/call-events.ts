import type {Call} from './call.js';

/** Anything that a call shows has changed: status, cause, pending, muted, holds, remote, quality of the connection. */
export class CallChangeEvent extends Event {
  constructor(readonly call: Call) {
    super('change');
  }
}

/** One digit was sent to the far side, or came from it (by INFO; digits in RTP are the server's to see). */
export class DtmfEvent extends Event {
  constructor(
    readonly call: Call,
    readonly digit: string,
    readonly direction: 'sent' | 'received',
  ) {
    super('dtmf');
  }
}

export interface CallEvents {
  change: CallChangeEvent;
  dtmf: DtmfEvent;
}
