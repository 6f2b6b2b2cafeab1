import {isHeldHere, type Call} from '@sidetone/core';

export type ControlAction = 'mute' | 'hold' | 'transfer' | 'merge' | 'keypad' | 'record' | 'hangup';

/** What the controls show of a call. */
export type ControlledCall = Pick<Call, 'status' | 'heldBy' | 'muted' | 'pending' | 'ended' | 'connectedAt'>;

export interface ControlsState {
  call: ControlledCall;
  /** The panel that is open under the buttons. */
  panel: 'transfer' | 'keypad' | undefined;
  /** The embedder offers recording. */
  record: boolean;
  recording: boolean;
  /** Another answered call exists that is not merged with this one yet. */
  mergeable: boolean;
}

export interface ControlButton {
  action: ControlAction;
  /** For toggle buttons: the confirmed state. */
  pressed?: boolean;
  /** For buttons that open a panel. */
  expanded?: boolean;
  /** Asked for and not confirmed yet. */
  busy: boolean;
  disabled: boolean;
}

/** The buttons for a call in this state, in reading order. What can never apply is left out; what cannot be done now is disabled. */
export function controlButtons({call, panel, record, recording, mergeable}: ControlsState): ControlButton[] {
  const talking = call.connectedAt !== undefined && !call.ended;
  const asking = call.pending !== undefined;
  const heldHere = isHeldHere(call);
  const holding = call.pending === 'hold' || call.pending === 'resume';
  const buttons: (ControlButton | false)[] = [
    {action: 'mute', pressed: call.muted, busy: false, disabled: call.ended},
    {action: 'keypad', expanded: panel === 'keypad', busy: false, disabled: !talking},
    {action: 'hold', pressed: heldHere, busy: holding, disabled: !talking || asking},
    {
      action: 'transfer',
      expanded: panel === 'transfer',
      busy: call.pending === 'transfer',
      disabled: !talking || asking,
    },
    mergeable && {action: 'merge', busy: false, disabled: !talking || asking},
    record && {action: 'record', pressed: recording, busy: false, disabled: !talking},
    {action: 'hangup', busy: call.pending === 'hangup', disabled: call.ended},
  ];
  return buttons.filter((button) => button !== false);
}

/** `2026-03-05 14.07 Bob.webm`: sorts by time, and is allowed as a file name everywhere. */
export function recordingName(remote: string, startedAt: number, type: string): string {
  const at = new Date(startedAt);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const name = remote
    .replace(/[^\p{L}\p{N}+_-]+/gu, ' ')
    .trim()
    .slice(0, 60);
  const extension = type.includes('mp4') ? 'm4a' : 'webm';
  return `${day} ${two(at.getHours())}.${two(at.getMinutes())}${name && ` ${name}`}.${extension}`;
}
