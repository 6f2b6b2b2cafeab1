import {SipFailure} from './engine/engine.js';
import {SidetoneError} from './errors.js';

/** What an HTTP server says when asking it again does not help. */
const finalStatuses: readonly unknown[] = [401, 403, 404];

/** Why an account has no line to register on, and whether trying again by itself can help. */
export function lineError(error: unknown): {reason: SidetoneError; again: boolean} {
  const reason = SidetoneError.from(error, 'credentials-unavailable');
  const {status} = (reason.cause ?? {}) as {status?: unknown};
  return {reason, again: reason.code === 'credentials-unavailable' && !finalStatuses.includes(status)};
}

/** Why a registration failed, and whether trying again by itself can help. */
export function registrationError(error: unknown): {reason: SidetoneError; again: boolean} {
  if (!(error instanceof SipFailure))
    return {reason: SidetoneError.from(error, 'engine-failed'), again: false};
  const refused = (
    code: 'credentials-rejected' | 'user-unknown' | 'registration-refused' | 'server-unreachable',
  ) =>
    new SidetoneError(code, {cause: error, ...(error.status && {detail: `${error.status} ${error.reason}`})});
  switch (error.status) {
    case 401:
    case 407:
      return {reason: refused('credentials-rejected'), again: false};
    case 404:
    case 604:
      return {reason: refused('user-unknown'), again: false};
    case 0:
    case 408:
    case 480:
    case 500:
    case 502:
    case 503:
    case 504:
      return {reason: refused('server-unreachable'), again: true};
    default:
      return {reason: refused('registration-refused'), again: false};
  }
}
