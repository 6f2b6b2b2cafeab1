import type {LegEndReason, PhoneLeg, RoomBridge} from '@sidetone/bridge';
import type {LeaveReason} from '../../ivr/state.js';
import type {AriAddress} from '../ari/types.js';
import {identityOf} from './call-store.js';
import type {StoredCall} from './stored-call.js';

/** The part of a {@link RoomBridge} that calls need. */
export type Rooms = Pick<RoomBridge, 'join'>;

interface VisitOptions {
  call: StoredCall;
  room: string;
  bridge: Rooms;
  asterisk: AriAddress & {app: string};
  /** What people in the room read. */
  name: string;
  onLeft(reason: LeaveReason): void;
}

/** Brings a caller into a room. */
export async function visit({call, room, bridge, asterisk, name, onLeft}: VisitOptions): Promise<PhoneLeg> {
  const leg = await bridge.join({
    id: call.id,
    room,
    identity: identityOf(call),
    name,
    phone: {
      ...(call.caller && {number: call.caller}),
      trunkNumber: call.called,
      trunkId: call.trunk,
      callId: call.id,
    },
    channelId: call.channelId,
    asterisk,
  });
  leg.once('ended', ({reason}) => {
    const left = reasons[reason];
    if (left) onLeft(left);
  });
  return leg;
}

/** Those left out are no news: we asked for it, or Asterisk says so itself. */
const reasons: Partial<Record<LegEndReason, LeaveReason>> = {
  'room-ended': 'ended',
  removed: 'removed',
  replaced: 'removed',
  failed: 'lost',
};
