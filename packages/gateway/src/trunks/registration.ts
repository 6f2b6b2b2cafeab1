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

/** What a REGISTER asked for. */
export interface RegistrationRequest {
  /** Whether it had a digest already. */
  proven: boolean;
  /** Seconds; 0 leaves. */
  expires: number | undefined;
}

/** A response's words are the far side's: so many characters are kept. */
const longestMessage = 100;

export const readRegister = (request: SipMessage): RegistrationRequest => ({
  proven:
    request.header('authorization') !== undefined || request.header('proxy-authorization') !== undefined,
  expires: expiresOf(request),
});

/**
 * What a response to REGISTER says. A second challenge is a refusal (RFC 3261 22.2). `undefined`: nothing yet, or that the
 * registration was ended.
 */
export function readRegistration(
  response: SipMessage,
  {proven, expires: asked}: RegistrationRequest,
): RegistrationNews | undefined {
  const {status: code, reason} = response;
  if (code < 200 || asked === 0) return undefined;
  const said = {code, message: reason.replace(/\p{Cc}/gu, '').slice(0, longestMessage)};
  if (code < 300) {
    const expires = expiresOf(response) ?? asked;
    return {state: 'registered', ...said, ...(expires !== undefined && {expires})};
  }
  if ((code === 401 || code === 407) && !proven) return undefined;
  return {state: code === 408 || code >= 500 ? 'unreachable' : 'refused', ...said};
}

/** RFC 3261 10.2.1.1: the Contact's own parameter comes first. */
function expiresOf(message: SipMessage): number | undefined {
  const own = /;\s*expires=(\d+)/i.exec(message.header('contact') ?? '')?.[1] ?? message.header('expires');
  const seconds = Number(own);
  return own === undefined || !Number.isFinite(seconds) ? undefined : seconds;
}
