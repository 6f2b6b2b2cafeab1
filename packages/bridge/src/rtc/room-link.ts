import {
  AudioSource,
  type DisconnectReason,
  LocalAudioTrack,
  type RemoteTrack,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  RpcError,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import {dtmfMethod, expectedAttribute} from '../bridge.js';
import {sampleRate} from '../audio/format.js';
import type {FrameMixer, MixerInput} from '../audio/mixer.js';
import {capture, listen, muteTrack} from './native-audio.js';
import type {Introduction} from './token.js';

interface RoomLinkHandlers {
  /** How many others are in the room. */
  others: (count: number) => void;
  joined: () => void;
  left: () => void;
  /** A digit for every phone in the room. */
  digit: (digit: string, from: string) => void;
  /** Digits for this phone, by {@link dtmfMethod}. What it rejects with is told to the one who sent them. */
  digits: (digits: string, from: string) => Promise<void>;
  reconnecting: () => void;
  reconnected: () => void;
  /** The connection is over, and not because of {@link RoomLink.close}. */
  lost: (reason: DisconnectReason) => void;
}

interface Listener {
  mixer: FrameMixer;
  handlers: RoomLinkHandlers;
}

/** Blocks of 10 ms that may wait for WebRTC to take them: the silence that stands for a long pause comes at once. */
const waiting = 1000;

/** The code of an RPC error by which digits are refused: LiveKit leaves those below 1001 to applications. */
const refused = 400;

/** DTMF events of RFC 4733 section 3.2, by their codes. */
const digits = '0123456789*#ABCD';

/** One connection to a room: it speaks with one voice and hears all others through a mixer. */
export class RoomLink {
  readonly #room = new Room();
  // Without a queue: Asterisk's clock drives the encoder, and no second clock can fall behind it.
  readonly #source = new AudioSource(sampleRate, 1, 0);
  readonly #blocks: Int16Array[] = [];
  readonly #voices = new Map<string, {input: MixerInput; stop: () => void}>();
  #listener: Listener | undefined;
  #track: LocalAudioTrack | undefined;
  #speaking = false;
  #closed = false;

  private constructor() {}

  /** Resolves when the room hears what {@link speak} gets. */
  static async open({
    url,
    token,
    trackName = 'phone',
  }: {
    url: string;
    token: string;
    trackName?: string | undefined;
  }): Promise<RoomLink> {
    const link = new RoomLink();
    try {
      link.#listen();
      await link.#room.connect(url, token, {autoSubscribe: true, dynacast: false});
      link.#takeDigits();
      await link.#publish(trackName);
    } catch (error) {
      await link.close();
      throw error;
    }
    return link;
  }

  /** Whether it has a connection, or gets it back by itself. */
  get open(): boolean {
    return !this.#closed;
  }

  /** Lets somebody hear the room, and answers for them. */
  attach(mixer: FrameMixer, handlers: RoomLinkHandlers): void {
    this.#listener = {mixer, handlers};
    for (const {trackPublications} of this.#room.remoteParticipants.values())
      for (const publication of trackPublications.values())
        if (publication.track) this.#hear(publication.track, publication);
  }

  /** The one who was expected is there. One after the other: LiveKit's client sends the others' former values along. */
  async introduce({name, attributes, metadata}: Introduction): Promise<void> {
    const one = this.#room.localParticipant;
    await one?.updateName(name);
    if (metadata !== undefined) await one?.updateMetadata(metadata);
    await one?.setAttributes({...attributes, [expectedAttribute]: ''});
  }

  get others(): number {
    return this.#room.remoteParticipants.size;
  }

  /** Says 10 ms. What WebRTC does not take in time is dropped. */
  speak(block: Int16Array): void {
    if (this.#closed) return;
    if (this.#blocks.length < waiting) this.#blocks.push(block);
    if (!this.#speaking) void this.#pump();
  }

  /** Shows everyone in the room whether this participant is muted. What it says goes on being sent. */
  showMuted(muted: boolean): void {
    if (this.#track && !this.#closed) muteTrack(this.#track, muted);
  }

  /** Tells everyone in the room a digit. */
  async sendDigit(digit: string): Promise<void> {
    await this.#room.localParticipant?.publishDtmf(digits.indexOf(digit), digit);
  }

  async setAttributes(attributes: Record<string, string>): Promise<void> {
    await this.#room.localParticipant?.setAttributes(attributes);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#room.removeAllListeners();
    this.#blocks.length = 0;
    for (const sid of [...this.#voices.keys()]) this.#forget(sid);
    await this.#room.disconnect().catch(() => undefined);
    await this.#source.close().catch(() => undefined);
  }

  #takeDigits(): void {
    this.#room.localParticipant?.registerRpcMethod(dtmfMethod, async ({payload, callerIdentity}) => {
      try {
        await this.#listener?.handlers.digits(payload, callerIdentity);
        return '';
      } catch (error) {
        throw new RpcError(refused, (error as Error).message);
      }
    });
  }

  async #publish(name: string): Promise<void> {
    this.#track = LocalAudioTrack.createAudioTrack(name, this.#source);
    const options = new TrackPublishOptions({
      source: TrackSource.SOURCE_MICROPHONE,
      // Silence is not sent, so that the silence which stands for a pause is over at once for those who listen.
      dtx: true,
      // Phones are near their room server: doubled packets would cost more than they save.
      red: false,
    });
    await this.#room.localParticipant?.publishTrack(this.#track, options);
  }

  /** One block after the other: WebRTC is handed each by a thread of its own, and two at once could change places. */
  async #pump(): Promise<void> {
    this.#speaking = true;
    try {
      for (let block; (block = this.#blocks.shift());) await capture(this.#source, block);
    } catch {
      // The room is gone; whoever holds this link is told by `lost`.
      this.#blocks.length = 0;
    } finally {
      this.#speaking = false;
    }
  }

  #listen(): void {
    const room = this.#room;
    const tell = (what: (handlers: RoomLinkHandlers) => void) =>
      this.#listener && what(this.#listener.handlers);
    room.on(RoomEvent.TrackSubscribed, (track, publication) => this.#hear(track, publication));
    room.on(RoomEvent.TrackUnsubscribed, (_track, publication) => this.#forget(publication.sid ?? ''));
    room.on(RoomEvent.ParticipantConnected, () => {
      tell(({joined}) => joined());
      tell(({others}) => others(this.others));
    });
    room.on(RoomEvent.ParticipantDisconnected, () => {
      tell(({left}) => left());
      tell(({others}) => others(this.others));
    });
    room.on(RoomEvent.DtmfReceived, (_code, key, from) => tell(({digit}) => digit(key, from.identity)));
    room.on(RoomEvent.Reconnecting, () => tell(({reconnecting}) => reconnecting()));
    room.on(RoomEvent.Reconnected, () => tell(({reconnected}) => reconnected()));
    room.on(RoomEvent.Disconnected, (reason) => {
      if (!this.#listener) return void this.close();
      this.#listener.handlers.lost(reason);
    });
  }

  #hear(track: RemoteTrack, {sid = ''}: RemoteTrackPublication): void {
    if (track.kind !== TrackKind.KIND_AUDIO || this.#closed || !this.#listener) return;
    this.#forget(sid);
    const input = this.#listener.mixer.input();
    this.#voices.set(sid, {input, stop: listen(track, (frame) => input.push(frame))});
  }

  #forget(sid: string): void {
    const voice = this.#voices.get(sid);
    if (!voice) return;
    this.#voices.delete(sid);
    voice.input.close();
    voice.stop();
  }
}
