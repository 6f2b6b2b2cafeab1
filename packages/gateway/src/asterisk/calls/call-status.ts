import type {CallStatus} from '@sidetone/core';
import type {IvrState} from '../../ivr/state.js';

export function statusOf({place, rang, joinedAt, held, resting, end}: IvrState): CallStatus {
  if (place === 'over') return end?.status ?? 'cleared';
  if (joinedAt !== undefined) return held || resting ? 'held' : 'connected';
  // Answered, and on its way into the room: it is there in a moment.
  return rang ? 'ringing' : 'accepted';
}

/** As what its room is shown the phone: another text, another status. A caller not before it is there; whoever is called from the beginning. */
export function visibleAs(state: IvrState): string | undefined {
  const {joinedAt, dialled, moving} = state;
  if (state.room === undefined || (joinedAt === undefined && (dialled === undefined || moving)))
    return undefined;
  return [state.room, statusOf(state), state.muted].join();
}
