import type {Meaning} from './sip-status-table.js';

/**
 * Causes of a telephone network (ITU-T Q.850), which gateways put into the Reason header (RFC 3326).
 * Causes that say nothing of their own (16 and 31, normal clearing; 127, unknown) are not here.
 */
export const q850Table: Readonly<Record<number, Meaning>> = {
  1: ['not-found', 'Nobody has this number.'],
  2: ['not-found', 'No network leads to this number.'],
  3: ['not-found', 'No network leads to this number.'],
  17: ['busy', 'The line is busy.'],
  18: ['unavailable', 'The called phone does not respond.'],
  19: ['no-answer', 'Nobody answered.'],
  20: ['unavailable', 'The called phone is switched off or out of reach.'],
  21: ['declined', 'The call was declined.'],
  22: ['moved', 'This number has changed.'],
  27: ['unavailable', 'The called line is out of order.'],
  28: ['number-incomplete', 'The number is not complete.'],
  34: ['congestion', 'All lines are busy.'],
  38: ['congestion', 'The phone network is out of order.'],
  41: ['congestion', 'The phone network had a failure. Try again.'],
  42: ['congestion', 'The phone network is overloaded.'],
  44: ['congestion', 'The line for this call is not available.'],
  47: ['congestion', 'The phone network has no capacity for this call.'],
  50: ['forbidden', 'The line is not subscribed to this kind of call.'],
  55: ['forbidden', 'Incoming calls are barred there.'],
  57: ['forbidden', 'This kind of call is not allowed.'],
  58: ['media-refused', 'The network cannot carry this kind of call now.'],
  65: ['media-refused', 'The network cannot carry this kind of call.'],
  88: ['media-refused', 'The far side and this phone have no common way to carry sound.'],
  102: ['unreachable', 'The far side did not respond in time.'],
};
