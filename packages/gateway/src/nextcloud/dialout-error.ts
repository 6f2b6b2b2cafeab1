import {type GatewayError, type GatewayErrorCode} from '../errors.js';

/** Every error of a dial-out, by the code that Talk reads: HTTP status and text. Those of the signaling server have its names. */
const dialoutErrors = {
  invalid_request: [400, 'The request is no dial-out.'],
  number_missing: [400, 'No number was given.'],
  invalid_number: [400, 'This is no E.164 number that can be called.'],
  invalid_roomid: [400, 'There can be no such room.'],
  authentication_failed: [403, 'The request is not signed with the shared secret.'],
  request_replayed: [403, 'This request has been seen before.'],
  dialout_refused: [403, 'Talk does not allow this call.'],
  no_client_available: [404, 'Telephone numbers cannot be called from here.'],
  request_too_large: [413, 'The request is too large.'],
  too_many_requests: [429, 'Too many requests. Wait, then try again.'],
  permission_unknown: [502, 'Talk did not say whether the call is allowed.'],
  bridge_error: [502, 'The call could not be begun.'],
  not_configured: [503, 'No Nextcloud is configured here.'],
} as const satisfies Record<string, readonly [status: number, text: string]>;

type DialoutErrorCode = keyof typeof dialoutErrors;

/** What stands for the gateway's own errors; all others are a `bridge_error`. */
const known: Partial<Record<GatewayErrorCode, DialoutErrorCode>> = {
  'request-invalid': 'invalid_request',
  'number-invalid': 'invalid_number',
  'asterisk-missing': 'no_client_available',
  'dial-out-off': 'no_client_available',
  'telephony-off': 'no_client_available',
  'request-too-large': 'request_too_large',
  'rate-limited': 'too_many_requests',
  'signature-invalid': 'authentication_failed',
  'request-replayed': 'request_replayed',
  'nextcloud-missing': 'not_configured',
};

/** Why a dial-out was refused, as Talk is told. */
export class DialoutError extends Error {
  override readonly name = 'DialoutError';
  readonly status: number;

  constructor(
    readonly code: DialoutErrorCode,
    readonly details?: Record<string, unknown>,
    cause?: unknown,
  ) {
    const [status, text] = dialoutErrors[code];
    super(text, {cause});
    this.status = status;
  }

  static from(error: GatewayError | DialoutError): DialoutError {
    if (error instanceof DialoutError) return error;
    return new DialoutError(known[error.code] ?? 'bridge_error', {reason: error.code}, error);
  }

  /** As Talk reads it: `{"type": "dialout", "dialout": {"error": {…}}}`. */
  get answer() {
    const {code, message, details} = this;
    return {type: 'dialout' as const, dialout: {error: {code, message, ...(details && {details})}}};
  }
}
