import type {Call} from './call.js';
import type {SipDialog} from './engine/engine.js';
import type {RemoteParty} from './remote-party.js';
import type {CallStatus} from './status.js';

/** A call as plain JSON, to be written down: what a page needs to show it, and to take its place (`phone.dial(uri, {replaces: dialog})`). */
export interface CallSnapshot {
  id: string;
  /** The account's address of record. */
  account: string;
  direction: 'outgoing' | 'incoming';
  status: CallStatus;
  heldBy: 'none' | 'local' | 'remote' | 'both';
  muted: boolean;
  remote: RemoteParty;
  /** ms since the epoch. */
  startedAt: number;
  connectedAt?: number;
  /** While it is answered. */
  dialog?: SipDialog;
}

/** A phone's calls as plain JSON, without any password. */
export interface PhoneSnapshot {
  /** ms since the epoch. */
  at: number;
  calls: CallSnapshot[];
}

export function callSnapshot(call: Call, dialog: SipDialog | undefined): CallSnapshot {
  const {id, account, direction, status, heldBy, muted, remote, startedAt, connectedAt} = call;
  return {
    id,
    account: account.aor,
    direction,
    status,
    heldBy,
    muted,
    remote,
    startedAt,
    ...(connectedAt !== undefined && {connectedAt}),
    ...(dialog && {dialog}),
  };
}
