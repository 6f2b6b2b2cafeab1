import {errorTable, type CallCause, type CallStatus, type ErrorCode} from '@sidetone/core';
import {plural} from '../plural.js';
import {callTexts} from './calls/en.js';
import {roomTexts} from './rooms/en.js';

export const en = {
  callStatus: {
    accepted: 'Calling',
    ringing: 'Ringing',
    connected: 'Connected',
    held: 'On hold',
    rejected: 'Not connected',
    cleared: 'Call ended',
  } satisfies Record<CallStatus, string>,
  callCause: {
    'hung-up': 'You hung up',
    'remote-hung-up': 'The other side hung up',
    cancelled: 'Cancelled',
    missed: 'Missed call',
    'answered-elsewhere': 'Answered on another phone',
    transferred: 'Transferred',
    declined: 'Declined',
    busy: 'Busy',
    'no-answer': 'No answer',
    'not-found': 'Number not in use',
    'number-incomplete': 'Number incomplete',
    unavailable: 'Not available',
    forbidden: 'Not allowed',
    'credentials-rejected': 'User name or password refused',
    moved: 'Number has changed',
    'media-refused': 'No common sound format',
    congestion: 'Lines are busy',
    'server-error': 'Phone server error',
    unreachable: 'Cannot be reached',
    'connection-lost': 'Connection lost',
    microphone: 'No microphone',
    failed: 'Call failed',
  } satisfies Record<CallCause, string>,
  /** After a cause. */
  callAdvice: {
    elsewhere: (address: string) => `now ${address}`,
    after: (time: string) => `try again in ${time}`,
    later: 'try later',
  },
  /** Partial, so that a new code elsewhere compiles: it is said in English until `texts.test.ts` is heard. */
  errors: errorTable as Partial<Record<ErrorCode, string>>,
  incomingRinging: 'Incoming call',
  heldByRemote: 'The other side has put you on hold',
  interrupted: 'Reconnecting',
  /** Between a status and its cause or duration, when read aloud. */
  listSeparator: ', ',
  provider: {
    misconfigured: 'The phone is not set up correctly.',
    noPhone: 'No phone is connected here.',
  },
  dialpad: {
    label: 'Dial pad',
    field: 'Number or name',
    fieldInCall: 'Digits sent',
    placeholder: 'Number or name',
    keys: 'Keys',
    star: 'Star',
    pound: 'Pound',
    zeroHint: 'hold for plus',
    backspace: 'Delete last character',
    backspaceHint: 'Hold to delete everything',
    call: 'Call',
    required: 'Enter a number or a name.',
  },
  pin: {
    label: 'PIN',
    instruction: (length: number) =>
      plural('en', length, {one: 'Enter the {n}-digit PIN.', other: 'Enter the {n}-digit PIN.'}),
    instructionOpen: 'Enter the PIN, then #.',
    remaining: (count: number) =>
      plural('en', count, {one: '{n} digit remaining', other: '{n} digits remaining'}),
    entered: (count: number) => plural('en', count, {one: '{n} digit entered', other: '{n} digits entered'}),
    complete: 'All digits entered',
    submit: 'Send PIN',
    sending: 'Sending the PIN …',
    sent: 'PIN sent',
    accepted: 'PIN accepted',
    refused: 'The PIN was not accepted.',
    attemptsLeft: (count: number) =>
      plural('en', count, {one: '{n} attempt left', other: '{n} attempts left'}),
    locked: 'Too many attempts. No further PIN can be entered.',
    tooShort: 'The PIN is not complete.',
    tooLong: 'The PIN has too many digits.',
    digitsOnly: 'A PIN has digits only.',
    noCall: 'Connect the call first, then enter the PIN.',
  },
  ...callTexts,
  ...roomTexts,
};

/** What a language has to say; `en` is the measure. */
export type Texts = typeof en;
