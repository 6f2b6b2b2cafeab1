import {isHeldHere, type Call} from '@sidetone/core';

export type ListedCall = Pick<
  Call,
  'id' | 'status' | 'heldBy' | 'pending' | 'ended' | 'connectedAt' | 'direction' | 'remote'
>;

export interface CallRow<C extends ListedCall = ListedCall> {
  call: C;
  /** This is the call that talks. */
  current: boolean;
  /** It shares the sound with others. */
  merged: boolean;
  /** What pressing the row asks for. */
  action: 'answer' | 'resume' | 'none';
  canHold: boolean;
  canMerge: boolean;
  busy: boolean;
}

/** One row a call, oldest first, so that no row moves under a finger. */
export function callRows<C extends ListedCall>(
  calls: readonly C[],
  active: C | undefined,
  merged: readonly C[],
): CallRow<C>[] {
  const answered = calls.filter((call) => call.connectedAt !== undefined && !call.ended);
  return calls.map((call) => {
    const talking = answered.includes(call);
    const heldHere = isHeldHere(call);
    const rings = call.direction === 'incoming' && call.status === 'ringing';
    return {
      call,
      current: merged.includes(call) || (call === active && !heldHere && !rings),
      merged: merged.includes(call),
      action: rings ? 'answer' : talking && heldHere ? 'resume' : 'none',
      canHold: talking && !heldHere,
      canMerge: talking && answered.length > 1,
      busy: call.pending !== undefined,
    };
  });
}
