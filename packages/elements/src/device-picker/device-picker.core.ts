import type {ErrorCode} from '@sidetone/core';

/** What stands between a person and their devices, the most pressing first. */
export type DeviceNotice =
  | {kind: 'denied' | 'missing' | 'busy' | 'lost' | 'failed'; remedy: 'try-again'}
  | {kind: 'blocked'; remedy: 'enable-sound'}
  | {kind: 'unasked'; remedy: 'allow'};

const microphoneNotices: Partial<Record<ErrorCode, 'denied' | 'missing' | 'busy' | 'lost'>> = {
  'microphone-denied': 'denied',
  'microphone-missing': 'missing',
  'microphone-busy': 'busy',
  'microphone-lost': 'lost',
};

export interface DeviceState {
  /** Code of what the last capture failed with. */
  microphoneError: ErrorCode | undefined;
  /** The browser has shown device names: somebody has allowed the microphone. */
  named: boolean;
  playbackBlocked: boolean;
}

export function deviceNotices({microphoneError, named, playbackBlocked}: DeviceState): DeviceNotice[] {
  const notices: DeviceNotice[] = [];
  if (playbackBlocked) notices.push({kind: 'blocked', remedy: 'enable-sound'});
  if (microphoneError) {
    notices.push({kind: microphoneNotices[microphoneError] ?? 'failed', remedy: 'try-again'});
  } else if (!named) {
    notices.push({kind: 'unasked', remedy: 'allow'});
  }
  return notices;
}

export interface DeviceOption {
  id: string;
  label: string;
  selected: boolean;
}

/** What a select offers: the system's choice first, then each device once. A chosen device that is gone stays, so that the select tells the truth. */
export function deviceOptions(
  devices: readonly {deviceId: string; label: string}[],
  chosen: string | undefined,
  words: {system: string; gone: string; unnamed: (position: number) => string},
): DeviceOption[] {
  const real = devices.filter(
    ({deviceId}) => deviceId && deviceId !== 'default' && deviceId !== 'communications',
  );
  const options = real.map(({deviceId, label}, index) => ({
    id: deviceId,
    label: label || words.unnamed(index + 1),
    selected: deviceId === chosen,
  }));
  const gone = chosen && !options.some(({selected}) => selected);
  return [
    {id: '', label: words.system, selected: !chosen},
    ...options,
    ...(gone ? [{id: chosen, label: words.gone, selected: true}] : []),
  ];
}
