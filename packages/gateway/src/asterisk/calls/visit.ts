import type {AsteriskAccess, LegEndReason, PhoneLeg, RoomBridge} from '@sidetone/bridge';
import {isResting} from '../../ivr/in-room.js';
import type {IvrState, LeaveReason} from '../../ivr/state.js';
import {identityOf, shortId} from '../../calls/call-entry.js';
import type {StoredCall} from './stored-call.js';

/** The part of a {@link RoomBridge} that calls need. */
export type Rooms = Pick<RoomBridge, 'join'>;

/** So long after the last digit of a PIN its `#` may come, ms. */
const longestAfterPin = 5000;

export interface VisitOptions {
  call: StoredCall;
  room: string;
  bridge: Rooms;
  asterisk: AsteriskAccess;
  /** What the room is told of a number. */
  shownNumber(number: string): string;
  onLeft(leg: PhoneLeg, reason: LeaveReason): void;
}

/** Brings a caller into a room. */
export async function visit({
  call,
  room,
  bridge,
  asterisk,
  shownNumber,
  onLeft,
}: VisitOptions): Promise<PhoneLeg> {
  // The number at the other end, and ours.
  const [number, trunkNumber] = call.dial ? [call.called, call.caller] : [call.caller, call.called];
  const leg = await bridge.join({
    id: shortId(call.id),
    room,
    identity: identityOf(call.id),
    name: call.name,
    phone: {
      ...(number && {number: shownNumber(number)}),
      ...(trunkNumber && {trunkNumber}),
      trunkId: call.trunk,
      callId: call.id,
    },
    channelId: call.channelId,
    asterisk,
    muted: call.state.muted,
    held: call.state.held,
    ...(isResting(call.state) && {resting: true}),
    ...(call.state.atOnce && {
      ...call.dial?.leg,
      callStatus: callStatus(call.state),
      alone: 'silence' as const,
    }),
    returning: call.state.joinedAt !== undefined,
    ...(call.state.hashDue && {hashWithin: longestAfterPin}),
  });
  leg.once('ended', ({reason}) => {
    const left = reasons[reason];
    if (left) onLeft(leg, left);
  });
  return leg;
}

/** A phone that is in the room before it answers. */
export const callStatus = ({place}: IvrState) =>
  place === 'dialling' ? 'dialing' : place === 'ringing' ? 'ringing' : 'active';

/** Those left out are no news: we asked for it, or Asterisk says so itself. */
const reasons: Partial<Record<LegEndReason, LeaveReason>> = {
  'room-ended': 'ended',
  removed: 'removed',
  replaced: 'removed',
  failed: 'lost',
};
