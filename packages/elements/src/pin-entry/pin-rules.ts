import {sipUser, type Call} from '@sidetone/core';
import {DialInSource, type DialInHost} from '../dial-in/dial-in-source.js';

/** Digits of a PIN, and how often one may be sent; 0 where nobody says. */
export interface PinRules {
  length: number;
  attempts: number;
}

/** What the gateway of the provider's room says of PINs. It holds for calls to that room's numbers alone. */
export class RoomPinRules {
  readonly #source: DialInSource;

  constructor(host: DialInHost) {
    this.#source = new DialInSource(host, () => ({}));
  }

  of(call: Call | undefined): PinRules {
    const {dialIn} = this.#source;
    const called = call && [call.remote.number, sipUser(call.remote.uri)];
    if (!dialIn || !dialIn.numbers.some(({e164}) => called?.includes(e164))) return {length: 0, attempts: 0};
    return {length: dialIn.pin.length, attempts: dialIn.pinAttempts ?? 0};
  }
}
