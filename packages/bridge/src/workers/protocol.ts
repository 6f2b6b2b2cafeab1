import type {ExpectedLeg, LegEvents, LegMute, LegRequest, LegState, SipCallStatus} from '../bridge.js';
import type {BridgeErrorCode} from '../errors.js';

/*
 * Between a gateway and a worker: JSON messages over one WebSocket, `ws://HOST:PORT/bridge`, opened by the gateway with
 * `Authorization: Bearer TOKEN`. The worker speaks first, with `hello`. Each command is answered, with what its leg is then.
 */

/** What a worker is asked to do. */
export type Command =
  | {op: 'join'; leg: LegRequest}
  | {op: 'expect'; leg: ExpectedLeg}
  | {op: 'mute'; id: string; what: LegMute}
  | {op: 'hold'; id: string; on: boolean}
  | {op: 'rest'; id: string; on: boolean}
  | {op: 'show'; id: string; status: SipCallStatus}
  | {op: 'sendDigits' | 'dial'; id: string; digits: string}
  | {op: 'announce'; id: string; tone: 'join' | 'leave'}
  | {op: 'leave'; id: string};

export interface Request {
  call: number;
  command: Command;
}

/** A leg as a worker describes it. */
export interface LegSnapshot {
  id: string;
  state: LegState;
  muted: LegMute;
  held: boolean;
}

/** `{leg, name: 'state', data: 'in-room'}` */
export type LegEvent = {
  [Name in keyof LegEvents]: {leg: string; name: Name; data: LegEvents[Name][0]};
}[keyof LegEvents];

export type Message =
  | {type: 'hello'; legs: LegSnapshot[]}
  | {type: 'done'; call: number; leg?: LegSnapshot}
  | {type: 'failed'; call: number; code: BridgeErrorCode}
  | ({type: 'event'} & LegEvent)
  /** The worker is about to end: it takes no new legs, and those it has should move. */
  | {type: 'draining'};

/** What a worker that was started as a child says by process IPC when it can be reached. */
export interface Listening {
  url: string;
}
