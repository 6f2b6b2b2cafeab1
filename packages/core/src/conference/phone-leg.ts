import type {OperationOptions} from '../abort.js';
import type {CallCause, CallStatus} from '../status.js';
import type {TypedEventTarget} from '../typed-events.js';
import type {LegChangeEvent} from './events.js';

/** Which way a phone in a room is silent: what it says, what it hears, both, or neither. */
export type LegMute = 'microphone' | 'speaker' | 'both' | 'none';

export interface PhoneLegEvents {
  change: LegChangeEvent;
}

/**
 * One phone of a room: called from it, or dialled in. Its status is the server's word, and the same for everybody, also for
 * those who come later. Dispatches `change`.
 */
export interface PhoneLeg extends TypedEventTarget<PhoneLegEvents> {
  /** The server's call id. */
  readonly id: string;
  readonly direction: 'outgoing' | 'incoming';
  readonly status: CallStatus;
  /** Why it is `rejected` or `cleared`. */
  readonly cause: CallCause | undefined;
  /** The SIP response code behind {@link cause}, when there was one. */
  readonly code: number | undefined;
  /** {@link cause} in plain English. */
  readonly message: string | undefined;
  /** As people read it; never empty. */
  readonly name: string;
  /** E.164 or SIP user, when it is told. */
  readonly number: string | undefined;
  /** Its participant's id while it is in the room. */
  readonly participantId: string | undefined;
  readonly muted: LegMute;
  readonly ended: boolean;
  /** ms since the epoch; undefined when it is not known here. */
  readonly connectedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Whether this person may control it: their own calls, and with permission those of others. */
  readonly controllable: boolean;

  /** Digits `0-9*#A-D` for this phone alone; `,` pauses. Rejects, as the others do, with `leg-refused`, `aborted` or `dtmf-invalid`. */
  sendDtmf(digits: string, options?: OperationOptions): Promise<void>;
  mute(what: LegMute, options?: OperationOptions): Promise<void>;
  /** The phone hears music, and the room does not hear it. */
  hold(options?: OperationOptions): Promise<void>;
  resume(options?: OperationOptions): Promise<void>;
  hangup(options?: OperationOptions): Promise<void>;
}
