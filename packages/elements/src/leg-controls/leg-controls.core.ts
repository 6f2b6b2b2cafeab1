import type {LegMute, PhoneLeg} from '@sidetone/core';

export type LegAction = 'mute' | 'deafen' | 'hold' | 'keypad' | 'hangup';

/** What the controls show of a phone in the room. */
export type ControlledLeg = Pick<PhoneLeg, 'status' | 'muted' | 'ended' | 'controllable'>;

export interface LegButton {
  action: LegAction;
  /** For toggle buttons: the confirmed state. */
  pressed?: boolean;
  /** For the button that opens the keypad. */
  expanded?: boolean;
  /** Asked for and not confirmed yet. */
  busy: boolean;
  disabled: boolean;
}

/** The buttons for a phone in this state, in reading order; none for one that may not be controlled, or is over. */
export function legButtons(leg: ControlledLeg, asking: LegAction | undefined, keypad: boolean): LegButton[] {
  if (!leg.controllable || leg.ended) return [];
  const talking = inRoom(leg);
  const toggle = (action: LegAction, pressed: boolean): LegButton => ({
    action,
    pressed,
    busy: asking === action,
    disabled: asking !== undefined,
  });
  const end: LegButton = {action: 'hangup', busy: asking === 'hangup', disabled: asking === 'hangup'};
  if (!talking) return [end];
  return [
    toggle('mute', isSilent(leg.muted, 'microphone')),
    toggle('deafen', isSilent(leg.muted, 'speaker')),
    toggle('hold', leg.status === 'held'),
    {action: 'keypad', expanded: keypad, busy: false, disabled: false},
    end,
  ];
}

/** It was answered: there is somebody to mute, hold or send digits to. */
export function inRoom({status}: Pick<PhoneLeg, 'status'>): boolean {
  return status === 'connected' || status === 'held';
}

export function isSilent(muted: LegMute, side: 'microphone' | 'speaker'): boolean {
  return muted === side || muted === 'both';
}

/** What it is after one side was switched over; the other side stays as it is. */
export function switched(muted: LegMute, side: 'microphone' | 'speaker'): LegMute {
  const microphone = isSilent(muted, 'microphone') !== (side === 'microphone');
  const speaker = isSilent(muted, 'speaker') !== (side === 'speaker');
  if (microphone) return speaker ? 'both' : 'microphone';
  return speaker ? 'speaker' : 'none';
}
