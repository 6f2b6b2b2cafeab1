import type {MediaDirection, SessionEnd, SipCredentials, SipLink} from '../engine/engine.js';

/** A SIP server with something to call behind it, as the engine contract needs it. What is optional may be lacking: what needs it is not asked there. */
export interface FarEnd {
  readonly name: string;
  /** A link that is open. Each is a phone of its own; `close` is called after each test. */
  openLink(): Promise<SipLink & {close(): void}>;
  /** The user that registers, e.g. `sip:alice@example.org`. */
  readonly account: SipCredentials & {aor: string};
  /** The statuses it may refuse a wrong password with. */
  readonly wrongPasswordRefusedWith: readonly number[];
  /** Who the server does not know, and the statuses it may refuse with. */
  readonly stranger: SipCredentials & {aor: string; refusedWith: readonly number[]};
  /** SIP URIs to call, by how they behave. */
  readonly targets: Readonly<Partial<Record<FarEndTarget, string>>>;
  /** Who calls a target that behaves so for a certain user only; `account` calls all others. */
  readonly callers?: Readonly<Partial<Record<FarEndTarget, SipCredentials & {aor: string}>>>;
  /** The To of its calls to the registered user: the address of record, or the phone's contact behind a B2BUA. */
  readonly calledAs: RegExp;
  /** What the far sides of its calls can do. */
  readonly abilities: readonly FarCallAbility[];
  /** Makes the far end call the registered user. Rejects, or the call ends at once, when nobody is registered. */
  call?(options?: FarCallOptions): Promise<FarCall>;
  /** The calls that phones made, newest last, as the far side holds them. */
  calls?(): Promise<readonly FarCall[]>;
  /** Every request the server received since the last `reset`, oldest first. */
  requests?(): Promise<readonly SeenRequest[]>;
  /** Breaks every link, as a network change does. Links come back by themselves. */
  drop?(): void;
  /** Ends whatever calls a test has left, and forgets the requests. */
  reset?(): Promise<void>;
}

export type FarCallAbility =
  | 'answers' // when the test says so: `FarCall.answer`
  | 'renegotiates' // in any direction
  | 'holds' // renegotiates to `sendonly` and back to `sendrecv`
  | 'offerless' // calls and renegotiates without an offer
  | 'asserts' // says who it is now
  | 'replaces' // lets a call take the place of another one (RFC 3891)
  | 'timers' // agrees to a session timer, and leaves the refreshing to the phone
  | 'keeps'; // keeps a call whose transfer failed

export type FarEndTarget =
  | 'echo' // rings, answers, plays back
  | 'informer' // answers, sends its digits by INFO
  | 'earlyMedia' // 183 with a tone, answers when the test says so
  | 'ringing' // 180 and nothing more
  | 'busy' // 486
  | 'decline' // 603
  | 'unavailable' // 480
  | 'notFound' // 404
  | 'notAcceptable' // 488
  | 'moved' // 302 with a Contact
  | 'overloaded' // 503 with Retry-After
  | 'challengeLoop' // 407 again and again
  | 'silent' // never answers anything
  | 'holdRefuser' // answers, refuses re-INVITEs with 488
  | 'glare' // answers, refuses the first re-INVITE with 491
  | 'infoRefuser' // answers, refuses INFO
  | 'referRefuser' // answers, refuses REFER
  | 'reinviteStaller' // answers, answers the first re-INVITE with 180 and nothing more until it is cancelled
  | 'forgetter' // answers, answers re-INVITE, INFO and REFER with 481
  | 'referForgetter' // answers, accepts REFER and sends no NOTIFY
  | 'transferOk' // to be referred to: rings and answers
  | 'transferBusy'; // to be referred to: busy

export interface FarCallOptions {
  /** The caller's user part and display name. */
  from?: {user: string; displayName?: string};
  headers?: readonly (readonly [name: string, value: string])[];
  /** The INVITE has no SDP: `offerless`. */
  offerless?: boolean;
}

/** The far side's end of one call. */
export interface FarCall {
  /** What ended it: the phone's refusal, 0 for BYE or CANCEL. Pending until then. */
  readonly ended: Promise<{status: number}>;
  /** The phone rings. Rejects when the call ends instead. */
  readonly ringing: Promise<void>;
  readonly established: Promise<void>;
  /** The phone's direction, as its last SDP said it. */
  direction(): Promise<MediaDirection>;
  /** Digits that reached the far side. */
  digits(): Promise<string>;
  /** Answers a call that rings. */
  answer(): Promise<void>;
  /** BYE; before the answer CANCEL, or a refusal. With a Reason header if given (RFC 3326). */
  hangup(reason?: SessionEnd['reasonHeader'] & {text?: string}): Promise<void>;
  /** Re-INVITE, so that the far side sends and receives in this direction. Resolves with the phone's status. */
  renegotiate(
    direction: MediaDirection,
    options?: {offerless?: boolean; asserted?: {uri: string; displayName: string}},
  ): Promise<number>;
  /** Sends a digit by INFO. Resolves with the phone's status. */
  info(digit: string): Promise<number>;
}

export interface SeenRequest {
  method: string;
  uri: string;
  header(name: string): string | undefined;
  body: string;
}
