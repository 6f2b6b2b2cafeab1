import {SidetoneError, type ErrorCode} from '@sidetone/core';
import {ConnectionError, ConnectionErrorReason, DisconnectReason} from 'livekit-client';

/** Why a room could not be entered, in words for people. */
export function joinError(error: unknown): SidetoneError {
  if (error instanceof SidetoneError) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return new SidetoneError('aborted');
  if (!(error instanceof ConnectionError)) return new SidetoneError('room-unreachable', {cause: error});
  const refusedOnlyThen = error.reason === ConnectionErrorReason.WebSocket;
  return new SidetoneError(codeOf(error), {
    cause: withoutToken(error),
    // Browsers are not told why a WebSocket is refused, and LiveKit's check beforehand does not count who is there.
    ...(refusedOnlyThen && {detail: 'its server answers, and refuses the connection: the room may be full'}),
  });
}

/** LiveKit repeats a token that it refuses in its words. */
function withoutToken({name, message}: Error): Error {
  const told = new Error(message.replace(/[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '…'));
  told.name = name;
  return told;
}

function codeOf(error: ConnectionError): ErrorCode {
  const {reason, status, context} = error as {
    reason: ConnectionErrorReason;
    status?: number;
    context?: unknown;
  };
  switch (reason) {
    case ConnectionErrorReason.NotAllowed:
      return status === 404 ? 'room-unknown' : 'room-token-refused';
    case ConnectionErrorReason.Cancelled:
      return 'aborted';
    case ConnectionErrorReason.LeaveRequest:
      return endCodes.get(context as DisconnectReason) ?? 'room-unreachable';
    default:
      return 'room-unreachable';
  }
}

const endCodes = new Map<DisconnectReason, ErrorCode>([
  [DisconnectReason.DUPLICATE_IDENTITY, 'room-joined-elsewhere'],
  [DisconnectReason.PARTICIPANT_REMOVED, 'room-removed'],
  [DisconnectReason.ROOM_DELETED, 'room-ended'],
  [DisconnectReason.ROOM_CLOSED, 'room-ended'],
]);

/** Why the stay in a room is over; undefined when this page has left by itself. */
export function endError(reason: DisconnectReason | undefined): SidetoneError | undefined {
  if (reason === DisconnectReason.CLIENT_INITIATED) return undefined;
  return new SidetoneError((reason !== undefined && endCodes.get(reason)) || 'room-lost');
}
