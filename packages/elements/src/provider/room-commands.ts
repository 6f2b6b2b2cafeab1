import {SidetoneError, type Conference} from '@sidetone/core';
import {eventNames} from '../events/names.js';
import type {RequestEvent} from '../events/request-event.js';
import type * as ask from '../events/room-requests.js';

type Command<E extends RequestEvent<unknown>> = (event: E, conference: Conference) => unknown;

/** Which request becomes which command to the conference. */
const commands = {
  [eventNames.leaveRequest]: ((_event, room) => room.leave()) as Command<ask.LeaveRequestEvent>,
  [eventNames.roomMuteRequest]: (({muted}, room) => room.mute(muted)) as Command<ask.RoomMuteRequestEvent>,
  [eventNames.roomHoldRequest]: ((event, room) =>
    room.hold(event.room ? {room: event.room} : {})) as Command<ask.RoomHoldRequestEvent>,
  [eventNames.roomResumeRequest]: ((_event, room) => room.resume()) as Command<ask.RoomResumeRequestEvent>,
  [eventNames.unblockRequest]: ((_event, room) => room.unblock()) as Command<ask.UnblockRequestEvent>,
  [eventNames.swapRequest]: (({call}, room) => room.swap(call)) as Command<ask.SwapRequestEvent>,
  [eventNames.dialOutRequest]: (({to, displayName, endsWithMe}, room) =>
    room.dialOut(to, {
      ...(displayName && {name: displayName}),
      ...(endsWithMe && {endsWithMe}),
    })) as Command<ask.DialOutRequestEvent>,
  [eventNames.bringInRequest]: (({call, via}, room) =>
    room.bringIn(call, {via})) as Command<ask.BringInRequestEvent>,
  [eventNames.handRequest]: (({call}, room) => room.hand(call)) as Command<ask.HandRequestEvent>,
  [eventNames.takeOutRequest]: (({call}, room) => room.takeOut(call)) as Command<ask.TakeOutRequestEvent>,
  [eventNames.legDtmfRequest]: (({leg, tones}) => leg.sendDtmf(tones)) as Command<ask.LegDtmfRequestEvent>,
  [eventNames.legMuteRequest]: (({leg, what}) => leg.mute(what)) as Command<ask.LegMuteRequestEvent>,
  [eventNames.legHoldRequest]: (({leg}) => leg.hold()) as Command<ask.LegHoldRequestEvent>,
  [eventNames.legResumeRequest]: (({leg}) => leg.resume()) as Command<ask.LegResumeRequestEvent>,
  [eventNames.legHangupRequest]: (({leg}) => leg.hangup()) as Command<ask.LegHangupRequestEvent>,
};

export const roomRequestNames: readonly string[] = [eventNames.joinRequest, ...Object.keys(commands)];

/** Carries a request out. Throws or rejects with a SidetoneError. */
export function carryOutInRoom(event: RequestEvent<unknown>, conference: Conference | undefined): unknown {
  if (!conference) throw new SidetoneError('room-state-invalid');
  const command = commands[event.type as keyof typeof commands] as Command<RequestEvent<unknown>>;
  return command(event, conference);
}
