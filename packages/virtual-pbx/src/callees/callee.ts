import type {LegAudio} from '../leg-media.js';
import type {SipRequest} from '../sip/message.js';
import type {ReplyOptions} from '../transactions.js';

/** A call that a callee may answer: a phone's INVITE, or a phone that was transferred here. */
export interface InvitedCall {
  /** A provisional response, 180 if not said. */
  progress(code?: number, options?: ReplyOptions): void;
  /** 183 with SDP: the phone hears `audio` before the answer. */
  early(audio: LegAudio): Promise<void>;
  /** 200 with SDP. Again later: plays something else. Without `audio` goes on with what is played. */
  accept(audio?: LegAudio): Promise<void>;
  refuse(code: number, options?: ReplyOptions): void;
  hangup(): void;
  /** Resolves when it is over. */
  readonly over: Promise<void>;
}

/** What a callee may use. */
export interface CalleeTools {
  /** A steady tone of `frequency` Hz until the call is over. */
  tone(call: InvitedCall, frequency: number): MediaStreamTrack;
  /** A `Proxy-Authenticate` header that nobody can satisfy twice. */
  challenge(): readonly [name: string, value: string];
}

/**
 * How one far end behaves in one call: a callee makes an object of hooks for each call.
 * A hook that returns a status answers with it, and nothing else is done.
 */
export interface CallBehaviour {
  /** A re-INVITE, or an UPDATE with SDP. */
  reinvited?(request: SipRequest): number | undefined;
  referred?(request: SipRequest): number | undefined;
  informed?(request: SipRequest): number | undefined;
  /** A digit came, by RTP or by INFO. */
  digit?(digit: string): void;
  /** Changes each SDP on its way to the phone. */
  rewriteSdp?(sdp: string): string;
}

/** Called when a phone's INVITE has been authenticated; returns how the call behaves from then on. */
export type Callee = (call: InvitedCall, tools: CalleeTools) => CallBehaviour | void;
