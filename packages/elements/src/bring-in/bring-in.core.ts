import {isHeldHere, type BroughtInCall, type Call, type Conference} from '@sidetone/core';

export type SideCall = Pick<Call, 'status' | 'heldBy' | 'ended' | 'connectedAt' | 'direction' | 'pending'>;

/**
 * Where a call of this page stands beside the room: it rings here, is being called, talks while the room waits, waits while the
 * room talks, or is in the room.
 */
export type Place = 'ringing' | 'calling' | 'talking' | 'waiting' | 'room';

export interface SideView<C extends SideCall = Call> {
  call: C;
  place: Place;
  /** What is asked for and not confirmed yet. */
  pending: BroughtInCall['pending'];
}

/** The calls of this page beside the room, oldest first. Without a room there is no beside. */
export function sideCalls(
  calls: readonly Call[],
  conference: Pick<Conference, 'state' | 'broughtIn'> | undefined,
): SideView[] {
  if (conference?.state !== 'joined' && conference?.state !== 'reconnecting') return [];
  return calls
    .filter(({ended}) => !ended)
    .map((call) => {
      const guest = conference.broughtIn.find((one) => one.call === call);
      const inRoom = guest !== undefined && guest.pending !== 'bring-in';
      return {call, place: inRoom ? 'room' : placeOf(call), pending: guest?.pending};
    });
}

export function placeOf({status, heldBy, connectedAt, direction}: SideCall): Place {
  if (connectedAt === undefined)
    return direction === 'incoming' && status === 'ringing' ? 'ringing' : 'calling';
  return isHeldHere({heldBy}) ? 'waiting' : 'talking';
}
