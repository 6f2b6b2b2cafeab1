/**
 * The seam between the phone and a SIP library.
 *
 * The phone owns what outlives a SIP transaction: the WebSocket (see {@link SipLink}), the peer connection
 * and its tracks, the microphone, DTMF over RTP, retries and fail-over. An engine owns SIP itself:
 * transactions, dialogs, digest, and carrying the peer connection's offers and answers.
 *
 * So a link that drops and comes back never reaches an engine, a peer connection may be warm before a
 * call is dialled, and an engine is a few hundred lines that can be exchanged for another.
 */
export interface SipEngine {
  /** A short stable name, `'jssip'` or `'sipjs'`. */
  readonly name: string;
  readonly capabilities: EngineCapabilities;
  createUserAgent(options: UserAgentOptions): SipUserAgent;
}

/** What an engine can do beyond the contract. It is a matter between the engine and the far side: a phone has nothing to show for it. */
export interface EngineCapabilities {
  /** Reliable provisional responses, PRACK (RFC 3262). Without them a caller that insists on them (`Require: 100rel`) is refused with 420. */
  readonly reliableProvisional: boolean;
}

/**
 * A message pipe to the SIP server that the phone keeps open. To an engine it is always connected:
 * while the WebSocket is away, messages wait (at most 32 s, the life of a transaction, RFC 3261 timer B).
 */
export interface SipLink {
  /** The URL in use, or the preferred one; its scheme gives the Via transport (`ws:` WS, `wss:` WSS). */
  readonly url: string;
  /** Sends one whole SIP message. Never throws. */
  send(message: string): void;
  /** Set by the engine: called with each whole SIP message that arrives. */
  receive: ((message: string) => void) | undefined;
}

export interface SipCredentials {
  /** The digest user name. */
  authUser: string;
  password: string;
}

export interface UserAgentOptions extends SipCredentials {
  /** Address of record, `sip:alice@example.org`. */
  aor: string;
  displayName?: string;
  /** Seconds asked for in REGISTER. */
  registerExpires: number;
  /** Value of the User-Agent header. */
  product: string;
  link: SipLink;
  handler: UserAgentHandler;
}

/** What a user agent tells the phone. */
export interface UserAgentHandler {
  /** An INVITE arrived. 180 Ringing has been or is being sent by the engine. Returns the session's handler. */
  incoming(session: SipSession, invite: IncomingInvite): SessionHandler;
  /** A refresh of the registration failed; the engine has stopped refreshing. */
  registrationLost(failure: SipFailure): void;
}

export interface IncomingInvite {
  from: SipParty;
  /** The To user: which of this phone's names was called. */
  to: SipParty;
  /** Values of the headers named in lower case, e.g. `alert-info`, `call-info`, `p-asserted-identity`. */
  header(name: string): string | undefined;
}

export interface SipParty {
  /** `sip:bob@example.org`, without parameters. */
  uri: string;
  displayName: string;
}

/** One account's SIP user agent. */
export interface SipUserAgent {
  /** Registers, or refreshes at once when registered. Resolves with the granted seconds; rejects with {@link SipFailure}, of status 0 when the server leaves it without any response for 10 s. The engine refreshes it until `unregister` or `registrationLost`. */
  register(): Promise<{expires: number}>;
  /** Removes this phone's contact. Resolves also when the server does not answer. */
  unregister(): Promise<void>;
  /** Used from the next challenge on. */
  setCredentials(credentials: SipCredentials): void;
  /** Sends an INVITE to a SIP URI. Everything that follows arrives at `handler`, also a failure to send. */
  invite(target: string, options: InviteOptions, handler: SessionHandler): SipSession;
  /** Forgets all sessions and the link: sends nothing, no BYE and no un-REGISTER, and tells the handlers nothing. */
  stop(): void;
}

export interface MediaOptions {
  /** Made by the phone, with its outgoing track added by `addTrack`. The phone closes it after `ended`. */
  connection: RTCPeerConnection;
  /** How long ICE gathering may hold up the SDP, in ms, once there is a usable candidate. */
  iceGatheringTimeout: number;
}

export interface InviteOptions extends MediaOptions {
  /** Extra headers, name and value. */
  headers?: readonly (readonly [name: string, value: string])[];
  /** The new call takes the place of this one at its far side (Replaces, RFC 3891), which ends it; a far side that cannot do so refuses. */
  replaces?: DialogId;
}

/** What tells a dialog from others, as this side sees it. */
export interface DialogId {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

/**
 * A dialog as it is now, as plain JSON (RFC 3261 12): enough for another page to refresh or to replace it. There is no password
 * in it, but whoever knows the tags may ask for the call's place: keep it where the call's own page alone reads it.
 */
export interface SipDialog extends DialogId {
  readonly localUri: string;
  readonly remoteUri: string;
  /** Where requests go: the far side's Contact. */
  readonly remoteTarget: string;
  /** Route headers, the next hop first. */
  readonly routeSet: readonly string[];
  /** CSeq of the latest request from here; absent while there was none. */
  readonly localSequence?: number;
  /** CSeq of the latest request from there. */
  readonly remoteSequence?: number;
}

/**
 * One SIP session: an INVITE dialog. Its methods never end the call when the far side refuses, or gives no answer.
 * The one exception is a 481 to a request in the dialog: the far side does not know the call any more, so that there is
 * nothing left to go on with (RFC 3261 12.2.1.2). The method rejects, a BYE is sent, and `ended` follows with
 * `by: 'remote'` and `code: 481`.
 */
export interface SipSession {
  /** The Call-ID header. */
  readonly id: string;
  /** From `accepted` until the session ends. */
  readonly dialog: SipDialog | undefined;
  /** Answers an incoming INVITE with 200. Resolves when the ACK arrived. */
  answer(options: MediaOptions): Promise<void>;
  /** Refuses an incoming INVITE: 486, 480, 603 … */
  reject(code: number, reason?: string): void;
  /** CANCEL before the answer, BYE after it. `ended` follows with `by: 'local'`. */
  hangup(): void;
  /**
   * Re-INVITE with the peer connection's audio in this direction. Resolves when the far side confirmed and the
   * answer is applied; rejects with {@link SipFailure} when it refused: then the former direction is restored
   * and the call lives. Retries after 491 as RFC 3261 14.1 says. One at a time: others wait their turn. A far side
   * that answers with provisional responses only is sent a CANCEL after 32 s; the failure then has status 0.
   */
  renegotiate(direction: MediaDirection): Promise<void>;
  /** INFO. Resolves on 2xx, rejects with {@link SipFailure}; the call lives. */
  info(contentType: string, body: string): Promise<void>;
  /**
   * REFER to a URI (blind), or to the far side of another session of this engine (attended, with Replaces).
   * Resolves when a NOTIFY reports a 2xx; the phone then hangs up. Rejects with {@link SipFailure} when the
   * REFER, or the NOTIFY, carries a failure; with status 0 when no NOTIFY comes within 60 s of the REFER, or none
   * with the outcome while the subscription lasts (`expires`, or 3 minutes after the last one when it is not said).
   */
  refer(
    target: string | SipSession,
    options?: {onProgress?: (code: number, reason: string) => void},
  ): Promise<void>;
}

export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What a session tells the phone. */
export interface SessionHandler {
  /** A provisional response above 100 arrived; with `earlyMedia` its SDP has been applied. */
  progress(event: {code: number; reason: string; earlyMedia: boolean}): void;
  /** The session is established: 2xx with SDP applied (outgoing), ACK received (incoming). */
  accepted(): void;
  /** The far side changed what it sends and receives, as seen from there: `sendonly`/`inactive` means it holds us. */
  remoteDirection(direction: MediaDirection): void;
  /** The far side is someone else now (UPDATE or re-INVITE with P-Asserted-Identity or Remote-Party-ID). */
  remoteParty(party: SipParty): void;
  /** A DTMF digit came by INFO. */
  digit(digit: string): void;
  /** Over. Exactly once, and nothing after it. */
  ended(end: SessionEnd): void;
}

export interface SessionEnd {
  by: 'local' | 'remote' | 'network';
  /** The SIP response that refused it; 0 when there was none (BYE, CANCEL, time-out, ICE failure). */
  code: number;
  /** Reason phrase, or the text of a Reason header (RFC 3326). */
  reason: string;
  /** Q.850 or SIP cause of a Reason header, e.g. `{protocol: 'SIP', cause: 200}` for "answered elsewhere". */
  reasonHeader?: {protocol: string; cause: number};
  /** Retry-After of a 503 and others, seconds. */
  retryAfter?: number;
  /** Contacts of a 3xx. */
  contacts?: string[];
}

/** A SIP request that failed: the response's status, or 0 when none came (time-out, lost). */
export class SipFailure extends Error {
  override readonly name = 'SipFailure';
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly retryAfter?: number,
  ) {
    super(status ? `${status} ${reason}` : reason);
  }
}
