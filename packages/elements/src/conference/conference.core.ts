import type {Conference, ConferenceState, ConnectionQuality} from '@sidetone/core';

/** What fills the element: the door, or the room. */
export type Scene = 'door' | 'room';

export function sceneOf(state: ConferenceState | undefined): Scene {
  return state === 'joined' || state === 'reconnecting' ? 'room' : 'door';
}

export type RoomAction = 'mute' | 'hold' | 'phone' | 'numbers' | 'leave';
export type Panel = 'phone' | 'numbers';

export interface RoomButton {
  action: RoomAction;
  /** For toggle buttons: the confirmed state. */
  pressed?: boolean;
  /** For buttons that open a panel. */
  expanded?: boolean;
  /** Asked for and not confirmed yet. */
  busy: boolean;
  disabled: boolean;
}

export interface BarState {
  room: Pick<Conference, 'state' | 'muted' | 'held' | 'canDialOut'>;
  panel: Panel | undefined;
  /** It is known how to join by phone. */
  numbers: boolean;
  asking: RoomAction | undefined;
}

/** The buttons under the room, in reading order. What can never apply is left out. */
export function roomButtons({room, panel, numbers, asking}: BarState): RoomButton[] {
  const away = room.state === 'reconnecting';
  const toggle = (action: 'mute' | 'hold', pressed: boolean): RoomButton => ({
    action,
    pressed,
    busy: asking === action,
    disabled: away || asking !== undefined,
  });
  const opener = (action: Panel): RoomButton => ({
    action,
    expanded: panel === action,
    busy: false,
    disabled: false,
  });
  return [
    toggle('mute', room.muted),
    toggle('hold', room.held),
    ...(room.canDialOut ? [opener('phone')] : []),
    ...(numbers ? [opener('numbers')] : []),
    {action: 'leave', busy: asking === 'leave', disabled: asking === 'leave'},
  ];
}

/** Whether going on by phone is offered. */
export type Offer = 'none' | 'made' | 'declined';

/** Made when the connection gets bad, withdrawn when it is good again; declined, it is not made again before that. */
export function nextOffer(
  offer: Offer,
  quality: ConnectionQuality | undefined,
  state: ConferenceState,
): Offer {
  if (state === 'reconnecting' || quality === 'poor' || quality === 'lost')
    return offer === 'none' ? 'made' : offer;
  return quality === 'good' || quality === 'excellent' ? 'none' : offer;
}
