import {SidetoneError, type Microphone, type MicrophoneLease} from '@sidetone/core';
import {orAborted} from './aborted.js';
import {capture, captureError} from './capture.js';
import {deviceToSwitchTo} from './device-choice.js';
import {Lease} from './lease.js';

export interface SharedMicrophoneOptions {
  /** Beside the device, e.g. `{echoCancellation: false}`. The browser's voice processing is on by default. */
  constraints?: MediaTrackConstraints;
  /** The device to begin with; `''`, the default, is the system's own choice. */
  deviceId?: string;
}

/**
 * One capture for the whole page, counted by leases:
 *
 * ```
 *        first acquire        captured
 *  off ───────────────▶ starting ─────▶ on ──┐ last release: off
 *   ▲                       │ refused        │ unplugged, and no other device
 *   └── last release ── failed ◀─────────────┘
 *                           └─▶ on, by itself, when a device is plugged in
 * ```
 *
 * When its device disappears the capture moves to the default device, and back when it returns; each lease
 * gets a new track. Dispatches `change` when `state`, `error`, `deviceId` or `chosenDeviceId` change.
 */
export class SharedMicrophone extends EventTarget implements Microphone {
  readonly #constraints: MediaTrackConstraints;
  readonly #leases = new Set<Lease>();
  readonly #life = new AbortController();
  #chosen: string;
  #capture: MediaStreamTrack | undefined;
  #waiting = 0;
  #state: Microphone['state'] = 'off';
  #error: SidetoneError | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({constraints = {}, deviceId = ''}: SharedMicrophoneOptions = {}) {
    super();
    this.#constraints = constraints;
    this.#chosen = deviceId;
    // Outside a secure context there is no mediaDevices, whatever the types say.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    devices?.addEventListener('devicechange', () => this.#follow(), {signal: this.#life.signal});
  }

  get state(): Microphone['state'] {
    return this.#state;
  }

  get error(): SidetoneError | undefined {
    return this.#error;
  }

  /** The device that is captured now, `undefined` while off. */
  get deviceId(): string | undefined {
    return this.#capture?.getSettings().deviceId;
  }

  /** The device that was asked for, also while it is unplugged; `''` is the default one. */
  get chosenDeviceId(): string {
    return this.#chosen;
  }

  async acquire({signal}: {signal?: AbortSignal} = {}): Promise<MicrophoneLease> {
    if (signal?.aborted || this.#life.signal.aborted) throw new SidetoneError('aborted');
    this.#waiting++;
    try {
      await orAborted(
        this.#inTurn(() => this.#open()),
        signal,
      );
      return this.#lease();
    } finally {
      this.#waiting--;
      this.#stopIfUnused();
    }
  }

  /**
   * Captures this device from now on, `''` for the default one. Leases get their new track before it
   * resolves. Rejects with a `microphone-…` error, and then the former device stays.
   */
  async selectDevice(deviceId: string): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#inUse) this.#use(await capture(this.#constraints, deviceId));
      else await requireDevice(deviceId);
      this.#chosen = deviceId;
    });
    this.#changed();
  }

  /** Ends the capture for all. */
  close(): void {
    this.#life.abort();
    for (const lease of [...this.#leases]) lease.release();
    this.#stopIfUnused();
  }

  async #open(): Promise<void> {
    if (this.#capture || !this.#inUse) return;
    this.#set('starting');
    try {
      this.#use(await this.#captureChosen());
    } catch (error) {
      this.#set('failed', captureError(error));
      throw error;
    }
  }

  async #captureChosen(): Promise<MediaStreamTrack> {
    try {
      return await capture(this.#constraints, this.#chosen);
    } catch (error) {
      if (!this.#chosen || captureError(error).code !== 'microphone-missing') throw error;
      return capture(this.#constraints, '');
    }
  }

  #use(track: MediaStreamTrack): void {
    if (!this.#inUse) return track.stop();
    this.#capture?.stop();
    this.#capture = track;
    track.addEventListener('ended', () => {
      if (this.#capture === track) this.#follow();
    });
    this.#set('on');
    for (const lease of this.#leases) lease.replace(track.clone());
  }

  #lease(): Lease {
    if (!this.#capture) throw new SidetoneError('aborted');
    const lease: Lease = new Lease(this.#capture.clone(), () => {
      this.#leases.delete(lease);
      this.#stopIfUnused();
    });
    this.#leases.add(lease);
    return lease;
  }

  /** The devices have changed, or the capture has ended: holds on to the best device there is. */
  #follow(): void {
    void this.#inTurn(async () => {
      if (!this.#leases.size) return;
      const devices = await navigator.mediaDevices.enumerateDevices();
      const current = this.#capture?.readyState === 'live' ? this.#capture.getSettings() : undefined;
      const next = deviceToSwitchTo(devices, this.#chosen, current);
      if (next === undefined) return;
      try {
        this.#use(await capture(this.#constraints, next));
      } catch (error) {
        const stillThere = current && devices.some(({deviceId}) => deviceId === current.deviceId);
        if (!stillThere) this.#lose(captureError(error));
      }
    });
  }

  #lose(error: SidetoneError): void {
    this.#capture?.stop();
    this.#capture = undefined;
    const denied = error.code === 'microphone-denied';
    this.#set('failed', denied ? error : new SidetoneError('microphone-lost', {cause: error}));
  }

  get #inUse(): boolean {
    return !this.#life.signal.aborted && this.#leases.size + this.#waiting > 0;
  }

  #stopIfUnused(): void {
    if (this.#inUse) return;
    this.#capture?.stop();
    this.#capture = undefined;
    // What a refused request left is still to be shown; a loss ends with the last who minds it.
    if (this.#state !== 'failed' || this.#error?.code === 'microphone-lost') this.#set('off');
  }

  /** Changes of the capture one after another, whatever becomes of the earlier ones. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(task);
    this.#queue = result.catch(() => {});
    return result;
  }

  #set(state: Microphone['state'], error?: SidetoneError): void {
    if (state === this.#state && error === this.#error && state !== 'on') return;
    this.#state = state;
    this.#error = error;
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** A device that is not there cannot be chosen. Before permission browsers hide the ids: then any can. */
async function requireDevice(deviceId: string): Promise<void> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const microphones = devices.filter((device) => device.kind === 'audioinput' && device.deviceId);
  if (!deviceId || !microphones.length || microphones.some((device) => device.deviceId === deviceId)) return;
  throw new SidetoneError('microphone-missing', {detail: 'the chosen microphone is not connected'});
}
