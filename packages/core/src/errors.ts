/**
 * Every error that Sidetone raises, by its stable code. The text says what was wrong and what to do;
 * whoever shows errors to people translates by code.
 */
export const errorTable = {
  aborted: 'The operation was aborted.',
  timeout: 'The far side did not answer in time. Try again.',
  'configuration-invalid': 'The phone is not configured correctly.',
  'provider-missing': 'No phone is connected here. Put the element inside a sidetone-provider.',
  'server-unreachable': 'The phone server cannot be reached. Check the network; the phone keeps trying.',
  'credentials-rejected': 'The phone server refused the user name or password.',
  'credentials-unavailable': 'The credentials for the phone server could not be fetched.',
  'user-unknown': 'The phone server does not know this user.',
  'registration-refused': 'The phone server refused the registration.',
  'permission-missing': 'This user may not do this.',
  'dial-target-empty': 'Enter a number or a name to call.',
  'dial-target-invalid': 'This cannot be dialled.',
  'call-state-invalid': 'This is not possible in the present state of the call.',
  'call-operation-pending': 'An earlier request for this call is not finished. Wait for it.',
  'hold-refused': 'The far side refused to hold the call. The call goes on.',
  'resume-refused': 'The far side refused to resume the call. The call is still held.',
  'transfer-refused': 'The transfer was refused. The call is still here.',
  'dtmf-invalid': 'Only 0-9, *, #, A-D and "," (a pause) can be sent as tones.',
  'pin-invalid': 'This is no PIN.',
  'dtmf-unavailable': 'Tones cannot be sent in this call.',
  'microphone-denied': 'The microphone is blocked. Allow it for this page in the browser, then try again.',
  'microphone-missing': 'No microphone was found. Connect one, then try again.',
  'microphone-busy': 'The microphone is used by another program. Close that program, then try again.',
  'microphone-lost': 'The microphone was disconnected.',
  'speaker-unavailable': 'The chosen speaker cannot be used.',
  'playback-blocked': 'The browser blocks sound until you click or press a key on this page.',
  'recording-unavailable': 'This call cannot be recorded.',
  'merge-unavailable': 'These calls cannot be merged.',
  'history-unavailable': 'The call history cannot be stored in this browser.',
  'engine-failed': 'The SIP engine failed.',
  'room-token-refused': 'The room did not accept this invitation. It may have expired: open the room again.',
  'room-unknown': 'There is no such room, or you may not enter it.',
  'room-full': 'The room is full. Try again when somebody has left.',
  'room-unreachable': 'The conference server cannot be reached. Check the network, then try again.',
  'room-lost': 'The connection to the room was lost. Join again.',
  'room-ended': 'The room was closed.',
  'room-removed': 'You were removed from the room.',
  'room-joined-elsewhere': 'You have joined this room in another window. It goes on there.',
  'room-state-invalid': 'This is not possible now: you are not in the room.',
  'dial-in-unavailable': 'This room cannot be joined by phone.',
  'dial-out-refused': 'The room could not call this number.',
  'dial-out-unavailable': 'Nobody can be called from this room.',
  'leg-refused': 'This phone in the room could not be controlled. It goes on as it was.',
  'bring-in-failed': 'The call could not be taken into the room. It goes on as it was.',
  'hand-over-failed': 'The call was lost on its way into the room. Call again.',
} as const;

/** A stable error code. */
export type ErrorCode = keyof typeof errorTable;

export interface SidetoneErrorOptions {
  /** What led to it: the engine's or the browser's own error, or a {@link SipFailure}. */
  cause?: unknown;
  /** Added to the table's text: what exactly was wrong, and where. Never a secret. */
  detail?: string;
}

/** The one error class of Sidetone: compare `code`, show `message`, log `cause`. */
export class SidetoneError extends Error {
  override readonly name = 'SidetoneError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, {cause, detail}: SidetoneErrorOptions = {}) {
    const text = errorTable[code];
    super(detail ? `${text} (${detail})` : text, cause === undefined ? undefined : {cause});
    this.code = code;
  }

  /** `error` itself when it is a SidetoneError or an abort, otherwise wrapped under `code`. */
  static from(error: unknown, code: ErrorCode): SidetoneError {
    if (error instanceof SidetoneError) return error;
    if (error instanceof DOMException && error.name === 'AbortError')
      return new SidetoneError('aborted', {cause: error});
    return new SidetoneError(code, {cause: error});
  }
}
