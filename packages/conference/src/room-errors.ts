import {SidetoneError, type ErrorCode} from '@sidetone/core';
import {ConnectionError, ConnectionErrorReason, DisconnectReason} from 'livekit-client';

/** Why a room could not be entered, in words for people. The token is in none of LiveKit's texts. */
export function joinError(error: unknown): SidetoneError {
  if (error instanceof SidetoneError) return error;
  if (error instanceof DOMException && error.name === 'AbortError') return new SidetoneError('aborted');
  return new SidetoneError(error instanceof ConnectionError ? codeOf(error) : 'room-unreachable', {
    cause: error,
  });
}

function codeOf(error: ConnectionError): ErrorCode {
  const {reason, message, status, context} = error as {
    reason: ConnectionErrorReason;
    message: string;
    status?: number;
    context?: unknown;
  };
  if (/max participants|participant limit/i.test(`${message} ${String(context ?? '')}`)) return 'room-full';
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
