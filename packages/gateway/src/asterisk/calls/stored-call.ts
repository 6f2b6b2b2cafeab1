import type {IvrState} from '../../ivr/state.js';

/** A caller in the IVR or in a room, as the database has it. */
export interface StoredCall {
  readonly id: string;
  readonly asteriskId: string;
  readonly channelId: string;
  /** The endpoint that the call came from. */
  readonly trunk: string;
  /** The caller's number, empty when withheld. */
  readonly caller: string;
  readonly called: string;
  /** What people in the room read of the phone. */
  readonly name: string;
  /** The conference user whose call it is. */
  readonly owner?: string;
  readonly state: IvrState;
  /** Asterisk's time of the last digit that was taken in: those up to it have been handled. */
  readonly heardUntil: string;
  /** Grows with every change. */
  readonly revision: number;
}
