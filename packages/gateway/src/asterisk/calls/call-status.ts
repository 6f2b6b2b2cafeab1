import type {CallStatus} from '@sidetone/core';
import {isResting} from '../../ivr/in-room.js';
import type {IvrState} from '../../ivr/state.js';

export function statusOf(state: IvrState): CallStatus {
  const {place, rang, joinedAt, held, end} = state;
  if (place === 'over') return end?.status ?? 'cleared';
  if (joinedAt !== undefined) return held || isResting(state) ? 'held' : 'connected';
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
