import type {CountryCode} from 'libphonenumber-js/min';
import type {SessionEnd} from './engine/engine.js';
import type {SidetoneError} from './errors.js';
import {movedTo} from './moved-to.js';
import {q850Table} from './q850.js';
import {sipStatus, type Meaning} from './sip-status-table.js';
import type {RemoteParty} from './remote-party.js';
import type {CallCause, CallStatus} from './status.js';
import {formatWait} from './wait.js';

/** How a call ended, in the words of `status.ts`. */
export interface CallEnd {
  status: Extract<CallStatus, 'rejected' | 'cleared'>;
  cause: CallCause;
  /** The SIP response code, 0 when there was none. */
  code: number;
  /** The cause in plain English, a sentence or two. */
  message: string;
  /** Where the called side is to be found now, as its server said (3xx). */
  movedTo?: readonly RemoteParty[];
  /** When to try again, in seconds, as the server said. */
  retryAfter?: number;
}

interface EndContext {
  direction: 'outgoing' | 'incoming';
  answered: boolean;
  /** Of the account: its own names need no domain. */
  domain?: string;
  country?: CountryCode;
}

/** Codes which say so little that a Q.850 cause beside them (RFC 3326) says more. */
const vagueCodes: ReadonlySet<number> = new Set([0, 400, 480, 500, 502, 503]);
/** Q.850: the call was given to another of the called phones. */
const nonSelectedUser = 26;

/** How a session's end is told to people: by who ended it, its response code, and its Reason header. */
export function describeEnd(
  end: SessionEnd,
  {direction, answered, domain = '', country}: EndContext,
): CallEnd {
  const {status, meaning} = answered ? whileTalking(end) : beforeAnswer(end, direction);
  const [cause, message] = meaning;
  const moved = movedTo(end.contacts ?? [], domain, country);
  const advice = [...tryElsewhere(moved), ...tryLater(end.retryAfter)];
  return {
    status,
    cause,
    code: end.code,
    message: [message, ...advice].join(' '),
    ...(moved.length && {movedTo: moved}),
    ...(end.retryAfter && {retryAfter: end.retryAfter}),
  };
}

/** How a call ended that could not even be asked for. */
export function describeFailure({code, message}: SidetoneError): CallEnd {
  const cause = code.startsWith('microphone')
    ? 'microphone'
    : code === 'server-unreachable'
      ? 'unreachable'
      : 'failed';
  return {status: 'rejected', cause, code: 0, message};
}

function tryElsewhere(moved: readonly RemoteParty[]): string[] {
  return moved.length ? [`Try ${moved.map(({displayName}) => displayName).join(' or ')}.`] : [];
}

function tryLater(seconds = 0): string[] {
  return seconds > 0 ? [`Try again in ${formatWait(seconds)}.`] : [];
}

interface Outcome {
  status: CallEnd['status'];
  meaning: Meaning;
}

const cleared = (cause: CallCause, message: string): Outcome => ({
  status: 'cleared',
  meaning: [cause, message],
});
const rejected = (meaning: Meaning): Outcome => ({status: 'rejected', meaning});

function whileTalking(end: SessionEnd): Outcome {
  if (end.by === 'local') return cleared('hung-up', 'You hung up.');
  if (end.by === 'network' || end.code) return cleared('connection-lost', 'The connection was lost.');
  const told = q850(end);
  return told ? cleared(...told) : cleared('remote-hung-up', 'The other side hung up.');
}

function beforeAnswer(end: SessionEnd, direction: 'outgoing' | 'incoming'): Outcome {
  if (direction === 'incoming') return end.by === 'local' ? refusedHere(end) : givenUp(end);
  if (end.by === 'local' && (end.code === 0 || end.code === 487)) {
    return cleared('cancelled', 'You ended the call before it was answered.');
  }
  if (end.code === 487) return {status: 'cleared', meaning: sipStatus(487)};
  return rejected((vagueCodes.has(end.code) ? q850(end) : undefined) ?? sipStatus(end.code));
}

function refusedHere({code}: SessionEnd): Outcome {
  if (code === 486) return rejected(['busy', 'You sent the caller a busy signal.']);
  if (code === 480) return rejected(['unavailable', 'You told the caller that you cannot be reached.']);
  if (code === 488) return rejected(sipStatus(488));
  return rejected(['declined', 'You declined the call.']);
}

function givenUp({by, reasonHeader}: SessionEnd): Outcome {
  if (by === 'network')
    return cleared('connection-lost', 'The connection was lost before the call was answered.');
  const {protocol = '', cause = 0} = reasonHeader ?? {};
  const sip = protocol.toUpperCase() === 'SIP' ? cause : 0;
  if (sip === 200 || (isQ850(protocol) && cause === nonSelectedUser)) {
    return cleared('answered-elsewhere', 'The call was answered on another phone.');
  }
  if (sip === 600 || sip === 603) return rejected(['declined', 'The call was declined on another phone.']);
  return cleared('missed', 'The caller hung up before the call was answered.');
}

function isQ850(protocol: string): boolean {
  return /^q\.?850$/i.test(protocol);
}

function q850({reasonHeader}: SessionEnd): Meaning | undefined {
  return reasonHeader && isQ850(reasonHeader.protocol) ? q850Table[reasonHeader.cause] : undefined;
}
