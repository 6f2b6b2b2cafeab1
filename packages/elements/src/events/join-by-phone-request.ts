import type {Call, Pin} from '@sidetone/core';
import {eventNames} from './names.js';
import {RequestEvent} from './request-event.js';

const pins = new WeakMap<JoinByPhoneRequestEvent, Pin>();

/**
 * Call the number of a room with this page's phone. With a PIN, it is entered when the call is answered; without
 * one, somebody types it. The PIN is not a property of the event; see {@link readRoomPin}.
 */
export class JoinByPhoneRequestEvent extends RequestEvent<Call> {
  constructor(
    readonly number: string,
    pin?: Pin,
  ) {
    super(eventNames.joinByPhoneRequest);
    if (pin) pins.set(this, pin);
  }
}

/** The PIN that is to be entered, if one is; for whoever answers the request. Never log its digits. */
export function readRoomPin(event: JoinByPhoneRequestEvent): Pin | undefined {
  return pins.get(event);
}
