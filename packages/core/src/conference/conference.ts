import type {OperationOptions} from '../abort.js';
import type {Call} from '../call.js';
import type {SidetoneError} from '../errors.js';
import type {TypedEventTarget} from '../typed-events.js';
import type {ConferenceEvents} from './events.js';
import type {Participant} from './participant.js';
import type {PhoneLeg} from './phone-leg.js';

/**
 * How a conference stands:
 *
 * ```
 *  idle ──join──▶ joining ──▶ joined ◀──▶ reconnecting
 *   ▲                │ refused   │ leave        │ given up, or the room ended
 *   │                ▼           ▼              ▼
 *   └── join ── failed          left          failed
 * ```
 *
 * `failed` has an `error`. From `failed` and `left` it can be joined again.
 */
export type ConferenceState = 'idle' | 'joining' | 'joined' | 'reconnecting' | 'left' | 'failed';

/** Where the sound of a call and of the room are mixed: in this page, and so for as long as it is open, or by the server. */
export type BringInVia = 'page' | 'server';

/** A call of this page that is in the room, or on its way there. */
export interface BroughtInCall {
  readonly call: Call;
  /** `server`: on its way, past this page; once it is there, it is no call of this page any more. */
  readonly via: BringInVia;
  /** What was asked for and is not confirmed yet: the room hears the caller, the server takes it over, it is private again. */
  readonly pending: 'bring-in' | 'hand' | 'take-out' | undefined;
}

/** How a phone is called into the room. */
export interface DialOutOptions extends OperationOptions {
  /** What others read; left out, the number. */
  name?: string;
  /** The phone leaves with this person: its call ends when they have been out of the room for some seconds. Left out, it stays with the others. */
  endsWithMe?: boolean;
}

/**
 * The seam between the page and a conference room. `@sidetone/conference` implements it on LiveKit.
 *
 * State changes only when the room confirms it. Methods reject with a SidetoneError and leave everything as it was; with `aborted`
 * when nobody waits any more: see {@link OperationOptions}. One conversation at a time: while a call talks that is not brought in, the room is held.
 */
export interface Conference extends TypedEventTarget<ConferenceEvents> {
  readonly state: ConferenceState;
  /** Why it is `failed`, or was left against this person's will. */
  readonly error: SidetoneError | undefined;
  /** The room's name, once known. */
  readonly room: string;
  /** This page's participant, once joined. */
  readonly local: Participant | undefined;
  /** Everyone else, in the order of their coming: people, and phones that are in the room. */
  readonly participants: readonly Participant[];
  /** Every phone that is called from the room or is in it, also those that others called; those that ended stay for a few seconds. */
  readonly legs: readonly PhoneLeg[];
  /** Calls of this page that are mixed into the room here, or are being taken there. */
  readonly broughtIn: readonly BroughtInCall[];
  /** The room does not hear the microphone. Calls have a mute of their own. */
  readonly muted: boolean;
  /** This person is away: the room neither hears the microphone nor, unless ducked, is heard. Others see it. */
  readonly held: boolean;
  /** A phone in the room that is this person's too: while it is there, this page is silent, so that nothing is heard twice. */
  readonly ownPhone: Participant | undefined;
  /** Whether {@link dialOut} may be tried: the conference has a gateway, and the gateway allows it. */
  readonly canDialOut: boolean;
  /** `blocked`: the browser wants a click or a key before the room may sound. See {@link unblock}. */
  readonly playback: 'allowed' | 'blocked';

  /**
   * Rejects with `room-token-refused`, `room-unknown`, `room-full`, `room-unreachable`, `microphone-…` or `aborted`. A microphone that
   * cannot be had keeps nobody out: they join muted, and {@link mute} says why.
   */
  join(options?: OperationOptions): Promise<void>;
  /** Leaves the room; callers brought in here go on with this person alone. Resolves when the room has let go. */
  leave(options?: OperationOptions): Promise<void>;
  /** The room hears silence instead of the microphone; calls are not touched. Rejects with `microphone-…` when there is none to unmute. */
  mute(muted: boolean, options?: OperationOptions): Promise<void>;
  /** Steps out: the microphone leaves the room, others see `away`. `ducked` leaves the room to be heard faintly; left out, what the conference was made with. */
  hold(options?: {room?: 'silent' | 'ducked'} & OperationOptions): Promise<void>;
  /** Holds the call that talks, if it is not brought in, then comes back. */
  resume(options?: OperationOptions): Promise<void>;
  /** From the call to the room, or from the room to the call: whichever is held talks, the other is held. */
  swap(call: Call, options?: OperationOptions): Promise<void>;

  /** Calls a number or a mapped user into the room; resolves when it is under way, what follows is the leg's status. Rejects with `dial-out-refused`, `dial-out-unavailable`, `dial-target-…`. */
  dialOut(target: string, options?: DialOutOptions): Promise<PhoneLeg>;
  /**
   * Takes a call into the room. Resolves with the caller's participant when the room hears it.
   * `page` mixes here; `server` moves the caller to the server: the call is then over here, and the caller stays when this page closes.
   * Rejects with `bring-in-failed`: the call is what it was; or, once the server had it, with `hand-over-failed`: it was lost.
   * One that was given up is taken out again, where it is mixed here.
   */
  bringIn(call: Call, options?: {via?: BringInVia} & OperationOptions): Promise<Participant>;
  /** Moves a call that is mixed here to the server, while people talk. Rejects with `bring-in-failed`: it goes on here; or with `hand-over-failed`: it was lost. */
  hand(call: Call, options?: OperationOptions): Promise<Participant>;
  /** The caller is out of the room again and talks with this person alone; the room is held. Once begun it is done, also when nobody waits for it. */
  takeOut(call: Call, options?: OperationOptions): Promise<void>;

  /** Lets the room sound when the browser blocked it. Call it from a user gesture. */
  unblock(): Promise<void>;
}
