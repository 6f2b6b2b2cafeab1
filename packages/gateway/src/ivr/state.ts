import type {LegMute} from '@sidetone/bridge';
import type {CallEnd} from '@sidetone/core';
import type {PinHolder} from '../pins/resolve-pin.js';
import type {Language} from '../rooms/languages.js';
import type {InboundRoute} from '../routing/inbound-route.js';
import type {OutboundRoute} from '../trunks/outbound-route.js';
import type {Spoken} from './prompts.js';

/**
 * Where a phone is: one that has called, or one that is called.
 * ```
 * dialling ─▶ ringing ─────────────▶ joining
 *  │    ▲
 *  └────┘ the trunk failed: by the next
 *
 * routing ─▶ pin, or joining, as somebody says who is asked
 *
 * language ─▶ pin ─▶ checking ─▶ joining ─▶ room
 *              ▲        │            ▲        │
 *              └─ refused│            └────────┘ the bridge broke
 *                        └─▶ waiting ─▶ joining, once the conference has begun
 * ```
 * From everywhere to `leaving`, where goodbye is said or the end is awaited, and to `over`, when the caller has hung up.
 */
export type Place =
  | 'dialling'
  | 'ringing'
  | 'routing'
  | 'language'
  | 'pin'
  | 'checking'
  | 'refused'
  | 'waiting'
  | 'joining'
  | 'room'
  | 'leaving'
  | 'over';

/** A phone's whole place: what a gateway must know to go on where another stopped. Times are ms since 1970. */
export interface IvrState {
  readonly place: Place;
  /** Of a phone that is called: whether the INVITE is out. */
  readonly dialled?: boolean;
  /** It is in the room from the beginning, before anybody answers. */
  readonly atOnce?: boolean;
  /** It has rung, or was answered. */
  readonly rang?: boolean;
  /** Of one that is called by a trunk: those that failed. */
  readonly tried?: readonly string[];
  /** Of a SIP address that is called securely: when the far side refuses the keys of one way (488), they are offered in another. */
  readonly negotiates?: boolean;
  /** The trunk by which it is called now. */
  readonly via?: Via;
  /** Until when whoever is called may ring. */
  readonly ringUntil?: number;
  /** What the trunk that failed last said. */
  readonly failure?: Hangup;
  /** Of one that a trunk has brought: SIP's Call-ID. Somebody is asked where it goes before it is answered. */
  readonly sipCallId?: string;
  readonly language: Language;
  /** Which languages the keys 1, 2, … choose, in this order. */
  readonly languages: readonly Language[];
  /** The PIN as far as it is typed. Secret: kept no longer than it is needed. */
  readonly digits: string;
  /** The PIN was complete by its length: a `#` that ends it may still come. */
  readonly hashDue?: boolean;
  /** Attempts used up. */
  readonly attempts: number;
  /** Number of the playback that can be heard, 0 when there is none. */
  readonly playing: number;
  /** Playbacks so far. */
  readonly playbacks: number;
  /** When waiting becomes an event; left out, nothing is waited for. */
  readonly deadline?: number;
  /** When the caller has had time enough. */
  readonly limit: number;
  readonly room?: string;
  /** Since when the room has had the phone; left out until it is there. */
  readonly joinedAt?: number;
  /** Since when it has been in rooms, first of all. */
  readonly talkedSince?: number;
  /** On its way from another room. */
  readonly moving?: boolean;
  readonly muted: LegMute;
  readonly held: boolean;
  /** The far side holds it, as Asterisk tells. */
  readonly resting?: boolean;
  /** The far side takes no voice at all: by whose word, which is a tag of the dialog. */
  readonly portless?: string;
  /** Its SIP dialog, by the Call-ID, since it has been in a room. */
  readonly dialog?: string;
  /** How it ends, or has ended. */
  readonly end?: CallEnd;
  /** Times in a row that the bridge broke and the caller was brought in again. */
  readonly returns: number;
}

/** A trunk that was chosen for a call. */
export type Via = Omit<Extract<OutboundRoute, {kind: 'trunk'}>, 'kind'>;

/** What came of a PIN. */
export type Verdict =
  | {readonly kind: 'room'; readonly room: string; readonly language?: Language; readonly holder?: PinHolder}
  /** `delay`: ms that the answer is held back. */
  | {readonly kind: 'wrong'; readonly attemptsLeft: number; readonly delay: number}
  /** The room's conference has not begun, and phones may not be first. */
  | {
      readonly kind: 'waiting';
      readonly room: string;
      readonly language?: Language;
      readonly holder?: PinHolder;
    }
  | {readonly kind: 'ended'}
  | {readonly kind: 'locked'}
  | {readonly kind: 'failed'};

/** Why a caller is no longer in the room: it was closed, somebody put the caller out, or the bridge broke. */
export type LeaveReason = 'ended' | 'removed' | 'lost';

export type IvrEvent =
  | {readonly type: 'digit'; readonly digit: string}
  /** A playback ended by itself. */
  | {readonly type: 'played'; readonly playback: number}
  /** The deadline may have come. */
  | {readonly type: 'time'}
  | {readonly type: 'verdict'; readonly verdict: Verdict}
  /** Where a call goes that a trunk has brought, and what is spoken there: left out, as it was. */
  | {readonly type: 'routed'; readonly route: InboundRoute; readonly languages?: IvrState['languages']}
  /** `dialog`: its Call-ID, where it is known. */
  | {readonly type: 'joined'; readonly room: string; readonly dialog?: string}
  | {readonly type: 'left'; readonly reason: LeaveReason}
  /** The phone is silent that way now. */
  | {readonly type: 'muted'; readonly what: LegMute}
  | {readonly type: 'held'; readonly on: boolean}
  /** The far side holds the call, or goes on. */
  | {readonly type: 'rests'; readonly on: boolean}
  /** The far side takes no voice at all, or does again. Asterisk refuses that, and tells nobody. */
  | {readonly type: 'portless'; readonly by: string; readonly on: boolean}
  /** It shall be in another room. */
  | {readonly type: 'move'; readonly room: string}
  /** Somebody ends the call. */
  | {readonly type: 'end'}
  /** The gateway goes down, and nobody takes the call over. */
  | {readonly type: 'closing'}
  /** The gateway that holds the Asterisk looks at the call anew. `channel`: its state there, if there is one. */
  | {readonly type: 'found'; readonly channel?: string}
  /** Of a phone that is called. */
  | {readonly type: 'chosen'; readonly route: OutboundRoute}
  | {readonly type: 'dialled'}
  /** The trunk has not answered the INVITE at all. */
  | {readonly type: 'silent'}
  /** No media came from the phone for too long. */
  | {readonly type: 'unheard'}
  | {readonly type: 'rings'}
  | {readonly type: 'answered'}
  | ({readonly type: 'hung-up'} & Hangup);

/** What is known of why a phone is gone. */
export interface Hangup {
  /** The SIP response. */
  readonly code?: number;
  /** Q.850. */
  readonly cause?: number;
}

export type IvrEffect =
  /** Asks where the call goes. */
  | {readonly type: 'route'}
  | {readonly type: 'answer'}
  /** Lets the caller hear what is said before the answer: RFC 3960. */
  | {readonly type: 'progress'}
  /** Asks by which trunk it is called. */
  | {readonly type: 'choose'}
  | {readonly type: 'dial'}
  /** Asks whether the trunk has answered the INVITE by now, if only with 100. */
  | {readonly type: 'listen'}
  /** Tells what came of a trunk: left out, that it works. */
  | {readonly type: 'report'; readonly trunk: string; readonly failure?: Hangup}
  | {readonly type: 'play'; readonly playback: number; readonly spoken: readonly Spoken[]}
  | {readonly type: 'stop'; readonly playback: number}
  | {readonly type: 'check'; readonly pin: string}
  /** Whether the room can be entered by now. */
  | {readonly type: 'look'; readonly room: string}
  | {readonly type: 'music'; readonly on: boolean}
  | {readonly type: 'join'; readonly room: string}
  /** Into the room, before anybody answers. */
  | {readonly type: 'appear'}
  | {readonly type: 'leave'}
  /** Neither side hears the other, or does again. */
  | {readonly type: 'rest'; readonly on: boolean}
  /** Shows the room that the phone rings, or talks. */
  | {readonly type: 'show'; readonly status: 'ringing' | 'active'}
  | {readonly type: 'hang-up'};

/** How the dialogue goes. Times in ms. */
export interface IvrRules {
  pinLength: number;
  /** Attempts that a caller has in one call. */
  maxAttempts: number;
  /** The longest pause before the first digit, and between two. */
  firstDigit: number;
  interDigit: number;
  /** From the first word to the room. */
  total: number;
  /** How long a caller may wait for a conference to begin. */
  waiting: number;
  /** How long a phone that is called rings. */
  ringing: number;
  /** How long a trunk may leave an INVITE without any answer; left out where that cannot be seen. */
  trunkSilence?: number;
  /** How long a call may last. */
  longest: number;
  /** How often in a row a caller is brought in again after the bridge broke. */
  maxReturns: number;
}

/** What a step leads to. The state is kept before the effects are carried out. */
export interface Step {
  state: IvrState;
  effects: readonly IvrEffect[];
}
