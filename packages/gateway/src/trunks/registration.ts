import type {SipMessage} from '@sidetone/sip';
import type {RegistrationState} from './tables.js';

/** What became of a registration. */
export interface RegistrationNews {
  state: RegistrationState;
  /** The SIP response. */
  code?: number;
  message?: string;
  /** Seconds. */
  expires?: number;
}

/** Whose registration a REGISTER, or its response, is about: `alice@example.org`, in small letters but for the user. */
export function registrant(message: SipMessage): string | undefined {
  const [, user, host] = /sips?:([^@;>]+)@(\[[^\]]+\]|[^:;>]+)/i.exec(message.header('to') ?? '') ?? [];
  return user === undefined || host === undefined ? undefined : `${user}@${host.toLowerCase()}`;
}

/**
 * What a response to REGISTER says. `proven`: whether the request had a digest already: then a second challenge is a refusal
 * (RFC 3261 22.2). `undefined`: nothing yet.
 */
export function readRegistration(
  response: SipMessage,
  {proven}: {proven: boolean},
): RegistrationNews | undefined {
  const {status: code, reason: message} = response;
  if (code < 200) return undefined;
  if (code < 300) {
    const expires = expiresOf(response);
    return expires === 0
      ? undefined
      : {state: 'registered', code, message, ...(expires !== undefined && {expires})};
  }
  if ((code === 401 || code === 407) && !proven) return undefined;
  return {state: code === 408 || code >= 500 ? 'unreachable' : 'refused', code, message};
}

function expiresOf(response: SipMessage): number | undefined {
  const own = /;\s*expires=(\d+)/i.exec(response.header('contact') ?? '')?.[1] ?? response.header('expires');
  return own === undefined ? undefined : Number(own);
}

/** Whether a REGISTER has a digest. */
export const isProven = (request: SipMessage): boolean =>
  request.header('authorization') !== undefined || request.header('proxy-authorization') !== undefined;
