import type {Call} from '@sidetone/core';
import {eventNames} from './names.js';
import {RequestEvent} from './request-event.js';

/** Call `to`: a number in any writing, an extension, a name or a SIP URI. */
export class DialRequestEvent extends RequestEvent<Call> {
  constructor(readonly to: string) {
    super(eventNames.dialRequest);
  }
}

/** Send `tones` (`0-9*#A-D`, `,` pauses) into the call; without a call, into the one that talks. */
export class DtmfRequestEvent extends RequestEvent {
  constructor(
    readonly tones: string,
    readonly call?: Call,
  ) {
    super(eventNames.dtmfRequest);
  }
}

/** Answer a ringing call. */
export class AnswerRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.answerRequest);
  }
}

/** Refuse a ringing call: `decline` 603, `busy` 486 (voicemail or the next phone may take it), `unavailable` 480. */
export class RejectRequestEvent extends RequestEvent {
  constructor(
    readonly call: Call,
    readonly reason: 'decline' | 'busy' | 'unavailable' = 'decline',
  ) {
    super(eventNames.rejectRequest);
  }
}

/** End a call. */
export class HangupRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.hangupRequest);
  }
}

/** Hold a call. */
export class HoldRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.holdRequest);
  }
}

/** Take a held call back; the call that talks is held first. */
export class ResumeRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.resumeRequest);
  }
}

/** Let the far side hear silence, or the microphone again. */
export class MuteRequestEvent extends RequestEvent {
  constructor(
    readonly call: Call,
    readonly muted: boolean,
  ) {
    super(eventNames.muteRequest);
  }
}

/** Transfer a call to what was dialled (blind), or to the far side of another call (attended). */
export class TransferRequestEvent extends RequestEvent {
  constructor(
    readonly call: Call,
    readonly to: string | Call,
  ) {
    super(eventNames.transferRequest);
  }
}

/** Let the far sides of these calls hear each other. */
export class MergeRequestEvent extends RequestEvent {
  constructor(readonly calls: readonly Call[]) {
    super(eventNames.mergeRequest);
  }
}

/** Begin (`on`) or end the recording of a call. */
export class RecordRequestEvent extends RequestEvent {
  constructor(
    readonly call: Call,
    readonly on: boolean,
    readonly announce = true,
  ) {
    super(eventNames.recordRequest);
  }
}

/** Register now: at first, or again after a failure. */
export class RegisterRequestEvent extends RequestEvent {
  constructor() {
    super(eventNames.registerRequest);
  }
}

/** Take this phone off the server. */
export class UnregisterRequestEvent extends RequestEvent {
  constructor() {
    super(eventNames.unregisterRequest);
  }
}
