/** Every error that the HTTP API answers with, by its stable code: HTTP status and text. */
export const errorTable = {
  'request-invalid': [400, 'The request is not as the API describes it.'],
  'number-invalid': [400, 'This is no telephone number that can be called.'],
  'mapping-invalid': [400, 'This cannot be a SIP user mapping.'],
  'inbound-mapping-invalid': [400, 'Calls to this cannot be led anywhere.'],
  'trunk-invalid': [400, 'This cannot be a trunk.'],
  'caller-id-invalid': [400, 'This cannot be a caller ID.'],
  'callback-invalid': [400, 'Callbacks cannot be sent there.'],
  'project-invalid': [400, 'This cannot be a project.'],
  'session-token-invalid': [400, 'The token does not let anyone into this session.'],
  'sip-invalid': [400, 'Such a call cannot be made.'],
  'token-missing': [401, 'Send a token: "Authorization: Bearer …".'],
  'token-invalid': [401, 'The token is not valid, or has expired.'],
  'webhook-unsigned': [401, 'The webhook is not signed by LiveKit.'],
  'webhook-stale': [401, 'The webhook is too old.'],
  'signature-invalid': [403, 'The request is not signed with the shared secret.'],
  'request-replayed': [403, 'This request has been seen before.'],
  'origin-refused': [403, 'Pages of this origin may not use the session cookie: see CORS_ORIGINS.'],
  forbidden: [403, 'This token does not allow this.'],
  'not-found': [404, 'There is no such thing here.'],
  'room-unknown': [404, 'There is no such room.'],
  'user-unknown': [404, 'Nobody of this name can be called here.'],
  'call-unknown': [404, 'There is no such call.'],
  'participant-unknown': [404, 'There is no participant with this PIN in the room.'],
  'session-unknown': [404, 'There is no such session.'],
  'connection-unknown': [404, 'There is no such connection in the session.'],
  'inbound-mapping-unknown': [404, 'There is no inbound mapping of this address.'],
  'trunk-unknown': [404, 'There is no such trunk.'],
  'caller-id-unknown': [404, 'This channel has no caller ID of its own.'],
  'callback-unknown': [404, 'There is no such callback.'],
  'project-unknown': [404, 'There is no such project.'],
  'mapping-missing': [404, 'This user has no SIP account.'],
  'room-full': [409, 'The room is full.'],
  'call-exists': [409, 'There is another call of this id.'],
  'call-not-connected': [409, 'The call is not in its room, or is over.'],
  'webhook-replayed': [409, 'This webhook has been seen before.'],
  'mapping-exists': [409, 'There is such a SIP user mapping already.'],
  'inbound-mapping-exists': [409, 'There is an inbound mapping of this address already.'],
  'trunk-exists': [409, 'There is a trunk of this id already.'],
  'callback-exists': [409, 'Callbacks are sent there already.'],
  'project-exists': [409, 'There is a project with this key already.'],
  'request-too-large': [413, 'The request is too large.'],
  'rate-limited': [429, 'Too many requests. Wait, then try again.'],
  internal: [500, 'The gateway failed. The log says more.'],
  'pins-exhausted': [503, 'No free PIN was found: make PINs longer.'],
  'telephony-off': [503, 'Telephony is switched off here.'],
  'dial-out-off': [503, 'Telephone numbers cannot be called from here: there is no trunk.'],
  'nextcloud-missing': [503, 'No Nextcloud is configured here.'],
  'livekit-missing': [503, 'No LiveKit is configured here.'],
  'asterisk-missing': [503, 'No Asterisk is configured here.'],
  unavailable: [503, 'The gateway cannot do this now. Try again.'],
} as const satisfies Record<string, readonly [status: number, text: string]>;

/** A stable error code. */
export type GatewayErrorCode = keyof typeof errorTable;

interface GatewayErrorOptions {
  cause?: unknown;
  /** Added to the text: what exactly was wrong. Never a secret. */
  detail?: string;
  /** Machine-readable particulars for the answer. Never a secret. */
  details?: Record<string, unknown>;
}

/** What the gateway refuses or fails at: answered as `{code, message, details?}` with the table's HTTP status. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    readonly code: GatewayErrorCode,
    {cause, detail, details}: GatewayErrorOptions = {},
  ) {
    const [status, text] = errorTable[code];
    super(detail ? `${text} (${detail})` : text, cause === undefined ? undefined : {cause});
    this.status = status;
    this.details = details;
  }
}
