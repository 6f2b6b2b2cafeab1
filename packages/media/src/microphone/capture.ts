import {SidetoneError, type ErrorCode} from '@sidetone/core';

const codes: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'microphone-denied',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
};

/** The browser's refusal to capture as a SidetoneError with a `microphone-…` code. */
export function captureError(error: unknown): SidetoneError {
  if (error instanceof SidetoneError) return error;
  const name = error instanceof Error ? error.name : '';
  return new SidetoneError(codes[name] ?? 'microphone-missing', {cause: error});
}

/** Captures exactly this device, or the default one for `''`. Rejects with `microphone-…` errors. */
export async function capture(
  constraints: MediaTrackConstraints,
  deviceId: string,
): Promise<MediaStreamTrack> {
  // Outside a secure context there is no mediaDevices, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia)
    throw new SidetoneError('microphone-denied', {detail: 'the page needs HTTPS or localhost'});
  const audio = deviceId ? {...constraints, deviceId: {exact: deviceId}} : constraints;
  try {
    const stream = await devices.getUserMedia({audio});
    return stream.getAudioTracks()[0]!;
  } catch (error) {
    throw captureError(error);
  }
}
