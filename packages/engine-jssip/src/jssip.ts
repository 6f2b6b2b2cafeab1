import JsSIP from 'jssip';

/*
 * JsSIP as its 3.13 source has it: the part that this package uses. Its own declarations lack RTCSession as a
 * value, sendRequest, what refer takes and returns, transactions, and say nothing of absent headers.
 */

export interface Uri {
  scheme: string;
  user: string | null;
  host: string;
  setHeader(name: string, value: string): void;
  clearParams(): void;
  clearHeaders(): void;
  clone(): Uri;
  toString(): string;
}

interface NameAddr {
  uri: Uri;
  getParam(name: string): string | undefined;
}

interface IncomingMessage {
  call_id: string;
  from_tag: string;
  to_tag: string;
  body: string;
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
  parseHeader(name: 'contact', index: number): NameAddr | undefined;
}

export interface IncomingRequest extends IncomingMessage {
  method: string;
}

export interface IncomingResponse extends IncomingMessage {
  status_code: number;
  reason_phrase: string;
}

export interface OutgoingRequest {
  method: string;
  call_id: string;
  cseq: number;
}

/** A client or server transaction; a client's handlers may be replaced. */
export interface Transaction {
  request: OutgoingRequest | IncomingRequest;
  eventHandlers: {
    onReceiveResponse(response: IncomingResponse): void;
    onRequestTimeout(): void;
    onTransportError(): void;
  };
  /** Ends it. */
  onTransportError(): void;
}

/** The INVITE client transaction of a call, or of a re-INVITE. */
export interface ClientTransaction {
  readonly request: OutgoingRequest;
  readonly state: number;
  readonly C: {readonly STATUS_PROCEEDING: number; readonly STATUS_TERMINATED: number};
  cancel(): void;
  stateChanged(state: number): void;
}

export interface Dialog {
  readonly id: {call_id: string; local_tag: string; remote_tag: string};
  readonly constructor: new (session: Session, response: IncomingResponse, type: 'UAC') => Dialog;
  /** Where its requests go. */
  _remote_target: Uri;
  readonly _local_uri: Uri;
  readonly _remote_uri: Uri;
  readonly _route_set: readonly string[];
  readonly _local_seqnum: number | null | undefined;
  readonly _remote_seqnum: number | null | undefined;
  sendRequest(method: 'ACK' | 'BYE'): void;
  terminate(): void;
}

/** A JsSIP.Socket. */
export interface Socket {
  readonly url: string;
  readonly via_transport: string;
  readonly sip_uri: string;
  connect(): void;
  disconnect(): void;
  send(message: string): boolean;
  onconnect: () => void;
  ondisconnect: () => void;
  ondata: (message: string) => void;
}

interface Configuration {
  sockets: Socket[];
  uri: string;
  authorization_user: string;
  password: string;
  display_name?: string;
  user_agent: string;
  register: boolean;
  register_expires: number;
  session_timers: boolean;
  /** Seconds until an incoming call that nobody answers is refused. */
  no_answer_timeout: number;
}

interface UserAgentEvents {
  newTransaction: {transaction: Transaction};
  registrationExpiring: unknown;
  newRTCSession:
    | {originator: 'local'; session: Session; request: OutgoingRequest}
    | {originator: 'remote'; session: Session; request: IncomingRequest};
}

export interface UserAgent {
  readonly contact: {uri: Uri; toString(): string};
  on<Type extends keyof UserAgentEvents>(type: Type, listener: (event: UserAgentEvents[Type]) => void): void;
  set(parameter: 'authorization_user' | 'password', value: string): boolean;
  register(): void;
  unregister(): void;
  start(): void;
  stop(): void;
}

export interface EndEvent {
  originator: 'local' | 'remote' | 'system';
  /** A string where `answer` failed by itself. */
  message: IncomingRequest | IncomingResponse | string | null;
  cause: string;
}

export interface OfferEvent {
  request: IncomingRequest;
  /** Called once the request has been answered, also when it was refused. */
  callback?: () => void;
  reject(options: {status_code: number}): void;
}

interface InfoEvent {
  originator: 'local' | 'remote';
  request: IncomingRequest;
}

interface SessionEvents {
  progress: {originator: 'local'; response: null} | {originator: 'remote'; response: IncomingResponse};
  accepted: {originator: 'local'; response: null} | {originator: 'remote'; response: IncomingResponse};
  confirmed: unknown;
  ended: EndEvent;
  failed: EndEvent;
  newDTMF: InfoEvent;
  newInfo: InfoEvent;
  reinvite: OfferEvent;
  update: OfferEvent;
  refer: {reject(): void};
  replaces: {accept(): void};
}

interface ResponseHandlers {
  /** The request was challenged, and has been sent again. */
  onAuthenticated(request: OutgoingRequest): void;
  onSuccessResponse(response: IncomingResponse): void;
  onErrorResponse(response: IncomingResponse): void;
  /** 408 or 481. */
  onDialogError(response: IncomingResponse): void;
  onRequestTimeout(): void;
  onTransportError(): void;
}

interface MediaConstraints {
  mediaConstraints: {audio: false; video: false};
  sessionTimersExpires: number;
}

export interface Session {
  readonly contact: string;
  readonly remote_identity: {uri: Uri};
  on<Type extends keyof SessionEvents>(type: Type, listener: (event: SessionEvents[Type]) => void): void;
  isInProgress(): boolean;
  isEstablished(): boolean;
  connect(target: Uri, options: MediaConstraints & {extraHeaders: string[]}): void;
  answer(options: MediaConstraints): void;
  terminate(options?: {status_code?: number; reason_phrase?: string; extraHeaders?: string[]}): void;
  /** Undefined when there is no dialog to send it in. */
  sendRequest(
    method: string,
    options?: {extraHeaders: string[]; body?: string; eventHandlers: ResponseHandlers},
  ): OutgoingRequest | undefined;
}

interface Library {
  UA: new (configuration: Configuration) => UserAgent;
  RTCSession: new (ua: UserAgent) => Session;
  URI: {parse(text: string): Uri | undefined};
  debug: {enabled(namespace: string): boolean};
}

export const {UA, RTCSession, URI, debug} = JsSIP as unknown as Library;
