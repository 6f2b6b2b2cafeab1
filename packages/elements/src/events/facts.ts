import type {Account, Call, Phone, RegistrationState, SidetoneError} from '@sidetone/core';
import {eventNames} from './names.js';

const composed = {bubbles: true, composed: true};

/** The provider has another phone, or none. */
export class SidetonePhoneChangeEvent extends Event {
  constructor(readonly phone: Phone | undefined) {
    super(eventNames.phoneChange, composed);
  }
}

/** An account registered, lost its registration, or failed to get one. */
export class SidetoneRegistrationChangeEvent extends Event {
  readonly registration: RegistrationState;
  /** Why it failed. */
  readonly error: SidetoneError | undefined;

  constructor(readonly account: Account) {
    super(eventNames.registrationChange, composed);
    this.registration = account.registration;
    this.error = account.error;
  }
}

/** A call began, changed or ended: read its `status`, `cause`, `muted`, `heldBy`. */
export class SidetoneCallChangeEvent extends Event {
  constructor(readonly call: Call) {
    super(eventNames.callChange, composed);
  }
}

/** Somebody calls. `preventDefault()` keeps it from ringing aloud. */
export class SidetoneIncomingCallEvent extends Event {
  constructor(readonly call: Call) {
    super(eventNames.incomingCall, {...composed, cancelable: true});
  }
}

/** A digit was sent to the far side, or came from it. Digits of a PIN are not told. */
export class SidetoneDtmfEvent extends Event {
  constructor(
    readonly call: Call,
    readonly digit: string,
    readonly direction: 'sent' | 'received',
  ) {
    super(eventNames.dtmf, composed);
  }
}

/** A recording ended; `file` is the sound as the browser encodes it. `preventDefault()` keeps the elements from saving it. */
export class SidetoneRecordingEvent extends Event {
  constructor(
    readonly call: Call,
    readonly file: Blob,
    /** ms since the epoch. */
    readonly startedAt: number,
  ) {
    super(eventNames.recording, {...composed, cancelable: true});
  }
}

/** Something went wrong. Compare `error.code`; the elements show it in the person's language. */
export class SidetoneErrorEvent extends Event {
  constructor(
    readonly error: SidetoneError,
    readonly call?: Call,
  ) {
    super(eventNames.error, composed);
  }
}
