import type {BringInVia} from './conference.js';
import type {PhoneLeg} from './phone-leg.js';

export type ConnectionQuality = 'excellent' | 'good' | 'poor' | 'lost' | 'unknown';

/** A camera or a screen that somebody shows. */
export interface ParticipantVideo {
  /** Unique within the conference. */
  readonly id: string;
  readonly source: 'camera' | 'screen';
  /** For `srcObject`. */
  readonly stream: MediaStream;
}

/** Somebody in the room, as it is now: read again after each `participants` event. */
export interface Participant {
  /** Unique within the conference; the same when they reconnect. */
  readonly id: string;
  /** As people read it; never empty. */
  readonly name: string;
  readonly kind: 'person' | 'phone';
  /** This page's own. */
  readonly local: boolean;
  /** The room hears no microphone of theirs. */
  readonly muted: boolean;
  /** They hold the room: they neither hear it nor are heard, for as long as they talk elsewhere. */
  readonly away: boolean;
  readonly speaking: boolean;
  /** How loud they are, 0 to 1; see the `levels` event. */
  readonly level: number;
  readonly quality: ConnectionQuality;
  /** What they say, for a level meter; the conference plays it by itself. */
  readonly audio: MediaStream | undefined;
  readonly videos: readonly ParticipantVideo[];
  /** Of a phone: its number (E.164) or SIP user, when it is told. */
  readonly number: string | undefined;
  /** Of a phone: its call, for the badge and to control it. Phones mixed in by a page have none. */
  readonly leg: PhoneLeg | undefined;
  /** Of a phone: whether a page mixes it in, and so takes it along when it closes, or the server. */
  readonly via: BringInVia | undefined;
  /** Of a phone that a page mixes in: the participant whose page it is. */
  readonly hostId: string | undefined;
}
