import type {CallStatus} from '@sidetone/core';
import type {IvrState} from '../../ivr/state.js';

export function statusOf({place, joinedAt, held, end}: IvrState): CallStatus {
  if (place === 'over') return end?.status ?? 'cleared';
  if (joinedAt === undefined) return 'accepted';
  return held ? 'held' : 'connected';
}

/** As what the room that the phone is in is shown it: another text, another status. Not at all before it is there. */
export function visibleAs(state: IvrState): string | undefined {
  if (state.room === undefined || state.joinedAt === undefined) return undefined;
  return [state.room, statusOf(state), state.muted].join();
}
