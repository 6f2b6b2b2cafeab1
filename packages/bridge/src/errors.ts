import {ConnectError} from '@livekit/rtc-node';
import {AriError} from './asterisk/ari.js';

/** Every error that a bridge raises, by its stable code. */
const errorTable = {
  'asterisk-unreachable': 'Asterisk does not answer.',
  'asterisk-refused': 'Asterisk refused to hand over the audio of the call.',
  'caller-gone': 'The caller has hung up.',
  'room-unreachable': 'The room cannot be entered.',
  'bridge-unavailable': 'No bridge could take the call.',
  'dtmf-invalid': 'Only 0-9, *, #, A-D and "," (a pause) can be sent as tones.',
} as const;

export type BridgeErrorCode = keyof typeof errorTable;

/** Why a phone could not be brought into a room, or an operation on its leg failed: compare `code`, log `cause`. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly code: BridgeErrorCode;

  constructor(code: BridgeErrorCode, options: {cause?: unknown} = {}) {
    super(errorTable[code], options);
    this.code = code;
  }

  /** `error` itself when it is a BridgeError, otherwise wrapped under the code that fits it. */
  static from(error: unknown): BridgeError {
    return error instanceof BridgeError ? error : new BridgeError(codeOf(error), {cause: error});
  }
}

function codeOf(error: unknown): BridgeErrorCode {
  if (error instanceof ConnectError) return 'room-unreachable';
  if (error instanceof AriError) return error.status === 404 ? 'caller-gone' : 'asterisk-refused';
  return 'asterisk-unreachable';
}
