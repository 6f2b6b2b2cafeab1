import {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  type RemoteTrack,
  type RemoteParticipant,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import {AccessToken} from 'livekit-server-sdk';
import {frameSamples, sampleRate} from '../audio/format.js';
import type {LiveKitAccess} from '../bridge.js';
import {Listener} from './listener.js';

/** Somebody in a room who is no phone. */
export class TestGuest {
  readonly room = new Room();
  readonly identity: string;
  /** Digits that the room was told, with who pressed them: `anna:5`. */
  readonly digits: string[] = [];
  readonly #source = new AudioSource(sampleRate, 1, 100);
  readonly #ears = new Map<string, Listener>();
  #frequency = 0;
  #phase = 0;
  #present = true;

  private constructor(identity: string) {
    this.identity = identity;
  }

  static async join(livekit: LiveKitAccess, room: string, identity = 'guest'): Promise<TestGuest> {
    const guest = new TestGuest(identity);
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, {identity});
    token.addGrant({room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true});
    guest.room.on(RoomEvent.TrackSubscribed, (track, _publication, from) => guest.#hear(track, from));
    guest.room.on(RoomEvent.DtmfReceived, (_code, digit, from) => {
      guest.digits.push(`${from.identity}:${digit}`);
    });
    await guest.room.connect(livekit.url, await token.toJwt(), {autoSubscribe: true, dynacast: false});
    const track = LocalAudioTrack.createAudioTrack('voice', guest.#source);
    await guest.room.localParticipant?.publishTrack(
      track,
      new TrackPublishOptions({source: TrackSource.SOURCE_MICROPHONE, dtx: false}),
    );
    void guest.#speak().catch(() => undefined);
    return guest;
  }

  /** Says a tone of half the full scale from now on; 0 is silence. */
  say(frequency: number): void {
    this.#frequency = frequency;
  }

  /** What is heard of one participant. */
  ears(identity: string): Listener {
    let ears = this.#ears.get(identity);
    if (!ears) this.#ears.set(identity, (ears = new Listener()));
    return ears;
  }

  participant(identity: string): RemoteParticipant | undefined {
    return this.room.remoteParticipants.get(identity);
  }

  /** Resolves when someone is, or is no longer, in the room. */
  async sees(identity: string, present = true): Promise<void> {
    while ((this.participant(identity) !== undefined) !== present)
      await new Promise<void>((resolve) => {
        this.room.once(RoomEvent.ParticipantConnected, () => resolve());
        this.room.once(RoomEvent.ParticipantDisconnected, () => resolve());
      });
  }

  /** Resolves with the digits when there are so many. */
  async hearDigits(count: number): Promise<string[]> {
    while (this.digits.length < count)
      await new Promise<void>((resolve) => this.room.once(RoomEvent.DtmfReceived, () => resolve()));
    return this.digits;
  }

  async leave(): Promise<void> {
    this.#present = false;
    await this.room.disconnect();
    await this.#source.close();
  }

  async #speak(): Promise<void> {
    while (this.#present) {
      const step = (2 * Math.PI * this.#frequency) / sampleRate;
      const frame = Int16Array.from({length: frameSamples}, () => 16_384 * Math.sin((this.#phase += step)));
      await this.#source.captureFrame(new AudioFrame(frame, sampleRate, 1, frameSamples));
    }
  }

  #hear(track: RemoteTrack, {identity}: RemoteParticipant): void {
    if (track.kind !== TrackKind.KIND_AUDIO) return;
    const reader = new AudioStream(track, {sampleRate, numChannels: 1}).getReader();
    const ears = this.ears(identity);
    void (async () => {
      for (let part; !(part = await reader.read()).done;) ears.hear(part.value.data);
    })().catch(() => undefined);
  }
}
