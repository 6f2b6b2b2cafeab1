import {GatewayClient, GatewayFailure, SidetoneError, type ErrorCode} from '@sidetone/core';
import type {ConferenceOptions} from './options.js';

/** What LiveKit wants to see. */
export interface Entrance {
  url: string;
  token: string;
  /** Whether this session may call phones into the room. */
  canDialOut: boolean;
  /** Whether it may control phones that others have called. */
  canControlCalls: boolean;
}

/** The way into one room. */
export interface Door {
  /** Empty when only the token knows. */
  readonly room: string;
  /** The gateway behind it, if there is one. */
  readonly gateway: GatewayClient | undefined;
  open(signal: AbortSignal): Promise<Entrance>;
  /** Why LiveKit let nobody in: browsers are not told. A better reason than this one, where there is one. */
  explain(reason: SidetoneError, signal: AbortSignal): Promise<SidetoneError>;
}

/** Throws `configuration-invalid`. */
export function doorOf({url, gateway, room = '', token}: ConferenceOptions): Door {
  if (gateway !== undefined) {
    if (url !== undefined) throw misconfigured('give either url or gateway');
    if (!room) throw misconfigured('room: a gateway wants its name');
    return gatewayDoor(new GatewayClient(gateway, token === undefined ? {} : {token}), room);
  }
  if (url === undefined || token === undefined)
    throw misconfigured('give url and token, or gateway and room');
  if (!/^(wss?|https?):/.test(url) || !URL.canParse(url)) throw misconfigured(`url: "${url}" is no wss: URL`);
  return {
    room,
    gateway: undefined,
    open: async () => ({
      url,
      token: typeof token === 'function' ? await token() : token,
      canDialOut: false,
      canControlCalls: false,
    }),
    explain: async (reason) => reason,
  };
}

function gatewayDoor(gateway: GatewayClient, room: string): Door {
  const open: Door['open'] = async (signal) => {
    const answer = await gateway
      .request('GET', `v1/rooms/${encodeURIComponent(room)}/token`, {signal})
      .catch((error: unknown) => {
        if (error instanceof GatewayFailure) throw refused(error);
        throw error;
      });
    const {url, token, canDialOut = false, canControlCalls = false} = (answer ?? {}) as Partial<Entrance>;
    if (typeof url === 'string' && typeof token === 'string')
      return {url, token, canDialOut, canControlCalls};
    throw new SidetoneError('room-unreachable', {
      detail: `what ${gateway.origin} answered is not a gateway's`,
    });
  };
  return {
    room,
    gateway,
    open,
    explain: async (reason, signal) => {
      if (reason.code !== 'room-unreachable') return reason;
      // Somebody else may have taken the last place since the gateway was asked.
      const now: unknown = await open(signal).catch((error: unknown) => error);
      return now instanceof SidetoneError && now.code === 'room-full' ? now : reason;
    },
  };
}

const statuses: Record<number, ErrorCode> = {
  401: 'room-token-refused',
  403: 'room-unknown',
  404: 'room-unknown',
};

function refused(failure: GatewayFailure): SidetoneError {
  if (failure.code === 'room-full') return new SidetoneError('room-full', {cause: failure});
  return new SidetoneError(statuses[failure.status] ?? 'room-unreachable', {
    cause: failure,
    detail: failure.message,
  });
}

function misconfigured(detail: string): SidetoneError {
  return new SidetoneError('configuration-invalid', {detail: `conference: ${detail}`});
}
