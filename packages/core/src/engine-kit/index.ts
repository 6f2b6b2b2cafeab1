/**
 * What every SIP engine needs besides its library, made once: for authors of engines, not for pages.
 */
export {asFailure} from './failure.js';
export {Exchange} from './exchange.js';
export {FarParty} from './far-party.js';
export {gathered} from './gathering.js';
export {throughGlare} from './glare.js';
export {headerLine, parseReason, parseRetryAfter, unsupportedExtensions} from './headers.js';
export {parseDigit} from './info-digit.js';
export {onceFailed} from './once-failed.js';
export {assertedParty, parseParty} from './party.js';
export {Patience} from './patience.js';
export {Referral} from './referral.js';
export {boundReinvite, type PendingReinvite} from './reinvite-limit.js';
export {RemoteDirection} from './remote-direction.js';
export {inviteHeaders, replaces} from './replaces.js';
export {endOfMessage, type EndMessage} from './session-end.js';
export {Turns} from '../turns.js';
