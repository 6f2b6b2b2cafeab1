export * from './errors.js';
export {throwIfAborted, unlessAborted, type OperationOptions} from './abort.js';
export * from './status.js';
export * from './link.js';
export * from './engine/engine.js';
export * from './audio/audio.js';
export {describeEnd, type CallEnd} from './sip-status.js';
export {sipStatus, sipStatusTable, type Meaning} from './sip-status-table.js';
export * from './dial-target.js';
export {formatNumber, shortenNumber, type CountryCode} from './phone-number.js';
export {microphoneError, plainAudio} from './audio/plain-audio.js';
export * from './account.js';
export type {
  AccountOptions,
  CredentialsProvider,
  FetchedCredentials,
  Permissions,
} from './account-options.js';
export * from './call.js';
export type {PendingOperation} from './call-operation.js';
export * from './call-events.js';
export type {DtmfOptions} from './call-dtmf.js';
export {isHeldHere, talks} from './talks.js';
export * from './phone.js';
export type {CallSnapshot, PhoneSnapshot} from './snapshot.js';
export {formatWait} from './wait.js';
export {Turns} from './turns.js';
export {remoteParty, sipUser, type RemoteParty} from './remote-party.js';
export {typedEventTarget, type TypedEventTarget} from './typed-events.js';
export {
  parseTones,
  toneTiming,
  DtmfQueue,
  type EnqueueOptions,
  type ToneSender,
  type ToneTiming,
} from './dtmf.js';
export * from './dtmf-rtp.js';
export * from './dtmf-info.js';
export * from './sdp.js';
export type {CallHistoryEntry, CallHistoryStore} from './history.js';
export {MemoryCallHistory} from './history-memory.js';
export {groupDigits, Pin, type PinPolicy} from './pin.js';
export {gateway} from './gateway-credentials.js';
export {GatewayClient, GatewayFailure, type GatewayOptions} from './gateway-client.js';
export type {
  BringInVia,
  BroughtInCall,
  Conference,
  ConferenceState,
  DialOutOptions,
} from './conference/conference.js';
export * from './conference/events.js';
export type {ConnectionQuality, Participant, ParticipantVideo} from './conference/participant.js';
export type {LegMute, PhoneLeg, PhoneLegEvents} from './conference/phone-leg.js';
