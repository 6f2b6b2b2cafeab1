import type {Call, Pin} from '@sidetone/core';
import {eventNames} from './names.js';
import {RequestEvent} from './request-event.js';

const pins = new WeakMap<PinRequestEvent, Pin>();

/**
 * Send a PIN and `#` into the call. The PIN is not a property of the event, so that nothing which logs or
 * copies events sees it; see {@link readPin}.
 */
export class PinRequestEvent extends RequestEvent {
  constructor(
    pin: Pin,
    readonly call?: Call,
  ) {
    super(eventNames.pinRequest);
    pins.set(this, pin);
  }
}

/** The PIN of a request; for whoever answers it. Never log its digits. */
export function readPin(event: PinRequestEvent): Pin {
  return pins.get(event)!;
}
