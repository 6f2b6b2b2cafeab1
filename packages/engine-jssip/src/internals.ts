import type {SipDialog} from '@sidetone/core';
import type {PendingReinvite} from '@sidetone/core/engine-kit';
import type {ClientTransaction, Dialog, IncomingRequest, IncomingResponse, Session} from './jssip.js';
import type {Peer} from './peer.js';

/*
 * All that this package touches of what JsSIP keeps to itself. Look here first when JsSIP is updated.
 */

interface Internals {
  _connection: Peer;
  _createRTCConnection(): void;
  _is_canceled: boolean;
  _dialog: Dialog | null;
  _receiveInviteResponse(response: IncomingResponse): void;
  readonly _sessionTimers: {running: boolean; refresher: boolean; currentExpires: number};
  _handleSessionTimersInIncomingResponse(response: IncomingResponse): void;
  /** Who is told of the NOTIFYs of a REFER, by its CSeq. */
  readonly _referSubscribers: Record<number, {receiveNotify(request: IncomingRequest): void}>;
  readonly _ua: {
    /** INVITE client transactions by their branch. */
    readonly _transactions: {ict: Record<string, ClientTransaction>};
    destroyTransaction(transaction: ClientTransaction): void;
  };
}

const internals = (session: Session) => session as unknown as Internals;

/** JsSIP would make a peer connection of its own. */
export function useConnection(session: Session, peer: Peer): void {
  const own = internals(session);
  own._createRTCConnection = () => {
    own._connection = peer;
  };
}

/**
 * To be called before a call is cancelled: a 200 that crosses the CANCEL is then acknowledged and ended by BYE
 * (RFC 3261 9.1). JsSIP does so only for a call that was cancelled before the first response.
 */
export function refuseLateAnswer(session: Session): void {
  internals(session)._is_canceled = true;
}

/**
 * Another branch of a forked call that answers as well is acknowledged and ended in its own dialog (RFC 3261
 * 13.2.2.4). JsSIP sends both, also the BYE, in the dialog of the one who answered first.
 */
export function hangUpForks(session: Session): void {
  const own = internals(session);
  const receive = own._receiveInviteResponse.bind(session);
  own._receiveInviteResponse = (response) => {
    const {_dialog: dialog} = own;
    const answers = response.status_code >= 200 && response.status_code < 300;
    if (!dialog || !answers || dialog.id.remote_tag === response.to_tag) return receive(response);
    if (!response.parseHeader('contact', 0)) return; // There is nobody to send anything to.
    const fork = new dialog.constructor(session, response, 'UAC');
    fork.sendRequest('ACK');
    fork.sendRequest('BYE');
    fork.terminate();
  };
}

/** A 2xx of an INVITE says where the dialog's next requests go (RFC 3261 12.2.1.2); JsSIP keeps the first Contact. */
export function refreshTarget(session: Session, response: IncomingResponse): void {
  const {_dialog: dialog} = internals(session);
  const contact = response.parseHeader('contact', 0);
  if (dialog && contact) dialog._remote_target = contact.uri;
}

export function describeDialog(session: Session): SipDialog | undefined {
  const {_dialog: dialog} = internals(session);
  if (!dialog) return undefined;
  const {_local_seqnum: localSequence, _remote_seqnum: remoteSequence} = dialog;
  return {
    callId: dialog.id.call_id,
    localTag: dialog.id.local_tag,
    remoteTag: dialog.id.remote_tag,
    localUri: String(dialog._local_uri),
    remoteUri: String(dialog._remote_uri),
    remoteTarget: String(dialog._remote_target),
    routeSet: [...dialog._route_set],
    ...(typeof localSequence === 'number' && {localSequence}),
    ...(typeof remoteSequence === 'number' && {remoteSequence}),
  };
}

/** The re-INVITE that waits for its final response. JsSIP would wait for ever, and make no other until then. */
export function pendingReinvite(session: Session): PendingReinvite {
  const {_ua: ua, _dialog: dialog} = internals(session);
  const pending = () =>
    Object.values(ua._transactions.ict).find(
      ({request, state, C}) => request.call_id === dialog?.id.call_id && state === C.STATUS_PROCEEDING,
    );
  return {
    cancel: () => pending()?.cancel(),
    abandon: () => {
      const transaction = pending();
      if (!transaction) return;
      transaction.stateChanged(transaction.C.STATUS_TERMINATED);
      ua.destroyTransaction(transaction);
    },
  };
}

/** The headers of a re-INVITE that keep a running session timer running (RFC 4028 7.4). */
export function sessionTimerHeaders(session: Session): string[] {
  const {running, refresher, currentExpires} = internals(session)._sessionTimers;
  return running ? [`Session-Expires: ${currentExpires};refresher=${refresher ? 'uac' : 'uas'}`] : [];
}

/** The 2xx of a re-INVITE refreshes the session; otherwise JsSIP would end the call although both sides talk. */
export function restartSessionTimer(session: Session, response: IncomingResponse): void {
  internals(session)._handleSessionTimersInIncomingResponse(response);
}

/**
 * Tells each NOTIFY about the REFER with this CSeq; returns how to stop. JsSIP's own `refer` keeps the status of a
 * REFER that was answered by 408 or 481 to itself, and never gives up.
 */
export function followReports(
  session: Session,
  cseq: number,
  notified: (request: IncomingRequest) => void,
): () => void {
  const {_referSubscribers: subscribers} = internals(session);
  subscribers[cseq] = {receiveNotify: notified};
  return () => delete subscribers[cseq];
}
