import {
  GatewayClient,
  GatewayFailure,
  SidetoneError,
  type ErrorCode,
  type GatewayOptions,
} from '@sidetone/core';
import type {DialIn} from './dial-in.core.js';

/** Where a room's telephone numbers and PIN are known. */
export interface RoomAccess {
  /** URL of a Sidetone gateway. */
  gateway: string;
  room: string;
  /** The gateway's session, where it is not a cookie. */
  session: GatewayOptions['token'];
}

const codes: Record<number, ErrorCode> = {
  0: 'room-unreachable',
  401: 'room-token-refused',
  403: 'room-unknown',
  404: 'room-unknown',
};

/** Asks the gateway how a phone joins the room. Rejects with `room-…`, `dial-in-unavailable`, `configuration-invalid` or `aborted`. */
export async function fetchDialIn(
  {gateway, room, session}: RoomAccess,
  signal: AbortSignal,
): Promise<DialIn> {
  try {
    const client = new GatewayClient(gateway, session === undefined ? {} : {token: session});
    const answer = await client.request('GET', `v1/rooms/${encodeURIComponent(room)}/dial-in`, {signal});
    if (!isDialIn(answer)) throw new GatewayFailure(0, '', `what ${client.origin} answered is no gateway's`);
    return answer;
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw SidetoneError.from(error, 'room-unreachable');
    throw new SidetoneError(codes[error.status] ?? 'dial-in-unavailable', {cause: error});
  }
}

function isDialIn(answer: unknown): answer is DialIn {
  const {numbers, pin} = (answer ?? {}) as Partial<Record<keyof DialIn, unknown>>;
  return typeof pin === 'string' && Array.isArray(numbers);
}
