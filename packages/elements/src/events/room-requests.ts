import type {BringInVia, Call, Conference, LegMute, PhoneLeg} from '@sidetone/core';
import {eventNames} from './names.js';
import {RequestEvent} from './request-event.js';

/** Join the conference room. */
export class JoinRequestEvent extends RequestEvent<Conference> {
  constructor() {
    super(eventNames.joinRequest);
  }
}

/** Leave the room; calls that were taken into it go on with this person alone. */
export class LeaveRequestEvent extends RequestEvent {
  constructor() {
    super(eventNames.leaveRequest);
  }
}

/** Let the room hear silence, or the microphone again. Calls have a mute of their own. */
export class RoomMuteRequestEvent extends RequestEvent {
  constructor(readonly muted: boolean) {
    super(eventNames.roomMuteRequest);
  }
}

/** Step out of the room: it hears nothing, and is not heard, or faintly when `ducked`; left out, what `while-away` says. */
export class RoomHoldRequestEvent extends RequestEvent {
  constructor(readonly room?: 'silent' | 'ducked') {
    super(eventNames.roomHoldRequest);
  }
}

/** Come back into the room; a call that talks is held first. */
export class RoomResumeRequestEvent extends RequestEvent {
  constructor() {
    super(eventNames.roomResumeRequest);
  }
}

/** Let the browser play the room, which it refused before somebody touched the page. */
export class UnblockRequestEvent extends RequestEvent {
  constructor() {
    super(eventNames.unblockRequest);
  }
}

/** From the call to the room, or from the room to the call: whichever is held talks, the other is held. */
export class SwapRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.swapRequest);
  }
}

/** Call a number or a mapped user into the room. */
export class DialOutRequestEvent extends RequestEvent<PhoneLeg> {
  constructor(
    readonly to: string,
    /** What others read; without it, the number. */
    readonly displayName = '',
    /** The call ends when this person leaves the room. */
    readonly endsWithMe = false,
  ) {
    super(eventNames.dialOutRequest);
  }
}

/** Take a call into the room: mixed in this page, or moved to the server, where it stays when this page closes. */
export class BringInRequestEvent extends RequestEvent {
  constructor(
    readonly call: Call,
    readonly via: BringInVia = 'page',
  ) {
    super(eventNames.bringInRequest);
  }
}

/** Move a call that is mixed in this page to the server, while people talk. */
export class HandRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.handRequest);
  }
}

/** Take a call out of the room: it goes on with this person alone. */
export class TakeOutRequestEvent extends RequestEvent {
  constructor(readonly call: Call) {
    super(eventNames.takeOutRequest);
  }
}

/** Send `tones` (`0-9*#A-D`, `,` pauses) to one phone in the room. */
export class LegDtmfRequestEvent extends RequestEvent {
  constructor(
    readonly leg: PhoneLeg,
    readonly tones: string,
  ) {
    super(eventNames.legDtmfRequest);
  }
}

/** Silence one phone in the room: what it says, what it hears, both or neither. */
export class LegMuteRequestEvent extends RequestEvent {
  constructor(
    readonly leg: PhoneLeg,
    readonly what: LegMute,
  ) {
    super(eventNames.legMuteRequest);
  }
}

/** Hold one phone in the room: it hears music. */
export class LegHoldRequestEvent extends RequestEvent {
  constructor(readonly leg: PhoneLeg) {
    super(eventNames.legHoldRequest);
  }
}

/** Let a held phone back into the room. */
export class LegResumeRequestEvent extends RequestEvent {
  constructor(readonly leg: PhoneLeg) {
    super(eventNames.legResumeRequest);
  }
}

/** End the call of one phone in the room. */
export class LegHangupRequestEvent extends RequestEvent {
  constructor(readonly leg: PhoneLeg) {
    super(eventNames.legHangupRequest);
  }
}
