import {toneTrack} from './tone-track.js';

/** A microphone that hears one steady tone. */
export interface FakeMicrophone {
  deviceId: string;
  /** Hz. */
  frequency: number;
}

/**
 * Replaces the page's microphones by ones that can be plugged in and out: each hears its own tone. The first
 * one plugged in is the default device.
 */
export class FakeMicrophones {
  readonly #captured: {deviceId: string; track: MediaStreamTrack}[] = [];
  readonly #former = {
    getUserMedia: navigator.mediaDevices.getUserMedia,
    enumerateDevices: navigator.mediaDevices.enumerateDevices,
  };
  #devices: FakeMicrophone[];
  /** What getUserMedia waits for, e.g. the person's answer to the permission prompt. */
  permission: Promise<void> = Promise.resolve();

  constructor(...devices: FakeMicrophone[]) {
    this.#devices = devices;
    Object.assign(navigator.mediaDevices, {
      getUserMedia: (constraints: MediaStreamConstraints) => this.#capture(constraints),
      enumerateDevices: () => Promise.resolve(this.#list()),
    });
  }

  /** The captures that are on. */
  get live(): number {
    return this.#captured.filter(({track}) => track.readyState === 'live').length;
  }

  plugIn(device: FakeMicrophone): void {
    this.#devices.push(device);
    this.#changed();
  }

  unplug(deviceId: string): void {
    this.#devices = this.#devices.filter((device) => device.deviceId !== deviceId);
    for (const {track} of this.#captured.filter((capture) => capture.deviceId === deviceId)) {
      if (track.readyState === 'ended') continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    this.#changed();
  }

  restore(): void {
    Object.assign(navigator.mediaDevices, this.#former);
  }

  #changed(): void {
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  #list(): MediaDeviceInfo[] {
    return this.#devices.map(({deviceId}) => {
      const device = {
        deviceId,
        groupId: deviceId,
        kind: 'audioinput' as const,
        label: `Microphone ${deviceId}`,
      };
      return {...device, toJSON: () => device};
    });
  }

  async #capture({audio}: MediaStreamConstraints): Promise<MediaStream> {
    await this.permission;
    const exact =
      typeof audio === 'object' ? (audio.deviceId as {exact?: string} | undefined)?.exact : undefined;
    const device = exact ? this.#devices.find(({deviceId}) => deviceId === exact) : this.#devices[0];
    if (!device) throw new DOMException('No such device', exact ? 'OverconstrainedError' : 'NotFoundError');
    const track = toneTrack(device.frequency);
    const settings = {deviceId: device.deviceId, groupId: device.deviceId};
    track.getSettings = () => settings;
    this.#captured.push({deviceId: device.deviceId, track});
    return new MediaStream([track]);
  }
}
