import type {EventEmitter} from 'node:events';
import type {BridgeError} from './errors.js';

/** How a bridge reaches one Asterisk. The password is a secret. */
export interface AsteriskAccess {
  /** `http://127.0.0.1:8088/ari` */
  url: string;
  user: string;
  password: string;
  /** Where media sockets are opened, `ws://127.0.0.1:8088/media`; beside `url` when left out. */
  media?: string;
  /** Where livekit-sip reaches its SIP by UDP, `10.0.0.11:5060`; other bridges have no use for it. */
  sip?: string;
  /** The Stasis application that the caller's channel is in. */
  app: string;
}

/** How a bridge reaches the room server. The secret is one. */
export interface LiveKitAccess {
  /** `ws://127.0.0.1:7880` */
  url: string;
  apiKey: string;
  apiSecret: string;
}

/** What the room is told of the telephone behind a leg, in livekit-sip's attributes `sip.*`. */
export interface PhoneDetails {
  /** The number or SIP user on the phone: `sip.phoneNumber`. */
  number?: string;
  /** The number that was called, or that the call goes out from: `sip.trunkPhoneNumber`. */
  trunkNumber?: string;
  /** `sip.trunkID` */
  trunkId?: string;
  /** `sip.callID`; the leg's id when left out. */
  callId?: string;
  /** The SIP Call-ID: `sip.callIDFull`. */
  sipCallId?: string;
  /** The SIP server at the far end: `sip.hostname`. */
  hostname?: string;
}

/** A phone that shall take part in a room. */
export interface LegRequest {
  /** Unique among all legs, at most 60 characters; joining again with the id of a leg that is there returns that leg. */
  id: string;
  room: string;
  /** The participant's identity. Two in one room push each other out. */
  identity: string;
  /** What people in the room read. */
  name: string;
  phone?: PhoneDetails;
  /** Further participant attributes. */
  attributes?: Readonly<Record<string, string>>;
  /** The participant's metadata, which everybody in the room reads. */
  metadata?: string;
  /** What the phone's audio track is named; `phone` when left out. */
  trackName?: string;
  /** Where the call is: `sip.callStatus`; `active` when left out. One that is called may be in the room before it answers. */
  callStatus?: SipCallStatus;
  /** The caller's channel: answered, and in the Stasis application of `asterisk`. */
  channelId: string;
  asterisk: AsteriskAccess;
  /** What the phone hears while nobody else is in the room; music when left out. */
  alone?: 'music' | 'silence';
  /**
   * Which digits from the room the phone hears: those sent to this leg by name, by LiveKit's RPC {@link dtmfMethod}, or also those sent to
   * everyone (`publishDtmf`), as livekit-sip has it. By name alone when left out.
   */
  roomDigits?: 'named' | 'all';
  /** Whether the phone hears a tone when someone joins or leaves; it does when left out. */
  tones?: boolean;
  /** The phone was in the room before and lost its bridge: no tone greets it. */
  returning?: boolean;
  /**
   * Milliseconds from joining on: a `#` that is the first key in this time ends a PIN that was complete without it, and the room is not
   * told. livekit-sip cannot do this.
   */
  hashWithin?: number;
  /** How the leg starts; neither muted nor held when left out. */
  muted?: LegMute;
  held?: boolean;
  resting?: boolean;
  /** Asterisk's class of music on hold; its default when left out. */
  musicClass?: string;
}

/** A phone that is about to come. */
export type ExpectedLeg = Pick<LegRequest, 'id' | 'room' | 'identity' | 'name' | 'trackName'>;

/** `true` on the participant of a phone that is expected: clients leave it out. Gone when the phone is there. */
export const expectedAttribute = 'sidetone.expected';

/** As livekit-sip has it. */
export type SipCallStatus = 'dialing' | 'ringing' | 'active';

/** The RPC method of a phone's participant that takes digits for this phone alone: `performRpc({destinationIdentity, method, payload: '5#'})`. */
export const dtmfMethod = 'sidetone.dtmf';

/** Which way a leg is silent: what the phone says, what it hears, both, or neither. */
export type LegMute = 'microphone' | 'speaker' | 'both' | 'none';

/**
 * ```
 * joining ──▶ in-room ◀──▶ reconnecting
 *    └───────────┴──────────────┴──────▶ left
 * ```
 */
export type LegState = 'joining' | 'in-room' | 'reconnecting' | 'left';

/**
 * Why a leg is over: it was told to leave, its caller hung up, the room ended, someone removed it from the room, another
 * took its identity, or it could not get back within the time allowed.
 */
export type LegEndReason = 'left' | 'caller-gone' | 'room-ended' | 'removed' | 'replaced' | 'failed';

export interface LegEvents {
  state: [LegState];
  /** Someone in the room sent this leg a digit; it has been played to the phone. */
  digit: [{digit: string; from: string}];
  /** The phone's user pressed a key; the room has been told. */
  pressed: [{digit: string}];
  /** Once, and last. */
  ended: [{reason: LegEndReason; error?: BridgeError}];
}

/** One phone in one room. Operations on a leg that is over do nothing. */
export interface PhoneLeg extends EventEmitter<LegEvents> {
  readonly id: string;
  readonly state: LegState;
  readonly muted: LegMute;
  readonly held: boolean;
  mute(what: LegMute): Promise<void>;
  /** A held phone hears music, and the room does not hear it. */
  hold(on: boolean): Promise<void>;
  /** The far side holds the call: neither hears the other, and nothing is played to it. */
  rest(on: boolean): Promise<void>;
  /** Shows the room where the call is. */
  show(status: SipCallStatus): Promise<void>;
  /** Tells the room digits as if the phone's user had pressed them. */
  sendDigits(digits: string): Promise<void>;
  /** Presses keys towards the far end: heard by this phone alone. */
  dial(digits: string): Promise<void>;
  /** Plays a short tone to this phone. */
  announce(tone: 'join' | 'leave'): void;
  /** Takes the phone out of the room. Its caller stays on the line. */
  leave(): Promise<void>;
}

/** The one seam through which phones enter rooms. */
export interface RoomBridge {
  /** Resolves when the phone is in the room. Rejects with {@link BridgeError}, and has changed nothing then. */
  join(leg: LegRequest): Promise<PhoneLeg>;
  /**
   * Makes a phone's place in its room ready, so that its joining takes no time from a conversation; a phone that does not join within
   * 15 s has none. Resolves when the place is there. Rejects with {@link BridgeError}: it can be joined all the same.
   */
  expect?(leg: ExpectedLeg): Promise<void>;
  /** The legs that are not over. */
  readonly legs: ReadonlyMap<string, PhoneLeg>;
  /** Takes every leg out of its room. */
  close(): Promise<void>;
  /**
   * Instead of {@link close}, of bridges whose legs go on without this process: lets go of them. Another bridge of this kind takes a leg
   * over by joining with its id, and the room does not notice.
   */
  detach?(): Promise<void>;
  /** Of bridges that phones can call by themselves: lets in who types this PIN, and no other. */
  openRoom?(room: string, pin: string): Promise<void>;
  /** Of the same: lets no more in. */
  closeRoom?(room: string): Promise<void>;
}
