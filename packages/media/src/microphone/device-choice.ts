type Device = Pick<MediaDeviceInfo, 'deviceId' | 'groupId' | 'kind'>;

/** What is captured now, as `MediaStreamTrack.getSettings` says. */
export interface CapturedDevice {
  readonly deviceId?: string | undefined;
  readonly groupId?: string | undefined;
}

/**
 * Which device is to be captured instead: the chosen one when it is there, else the system's default.
 * `''` is the default device, `undefined` means that what is captured is right already.
 *
 * @param chosen The person's choice, `''` for the default device.
 * @param current What is captured; `undefined` when nothing is, or no longer.
 */
export function deviceToSwitchTo(
  devices: readonly Device[],
  chosen: string,
  current: CapturedDevice | undefined,
): string | undefined {
  const microphones = devices.filter(({kind}) => kind === 'audioinput');
  const wanted = chosen && microphones.some(({deviceId}) => deviceId === chosen) ? chosen : '';
  if (!current) return wanted;
  if (wanted) return current.deviceId === wanted ? undefined : wanted;
  const systemDefault = microphones.find(({deviceId}) => deviceId === 'default');
  if (!systemDefault) return microphones.some(({deviceId}) => deviceId === current.deviceId) ? undefined : '';
  const same = current.deviceId === 'default' && current.groupId === systemDefault.groupId;
  return same ? undefined : '';
}
