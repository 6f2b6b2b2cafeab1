import type {Microphone, Participant, SidetoneError} from '@sidetone/core';
import type {BrowserAudio} from '@sidetone/media';
import {
  getLogger,
  LoggerNames,
  LogLevel,
  ParticipantKind,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type Participant as LiveKitParticipant,
  type RemoteTrack,
} from 'livekit-client';
import type {Entrance} from '../door.js';
import {endError, joinError} from '../room-errors.js';
import type {Surroundings} from './describe.js';
import {RoomSound} from './room-sound.js';
import {Roster} from './roster.js';
import {Voice} from './voice.js';

/** What a stay tells of. */
export interface StayHandler {
  seen(participant: Participant, what: 'joined' | 'changed' | 'left'): void;
  levels(): void;
  /** What is known of a phone's call has changed. */
  phone(): void;
  digit(participant: Participant, digit: string): void;
  /** The connection is away, or back. */
  reconnecting(away: boolean): void;
  /** The room's metadata are these now. */
  metadata(text: string): void;
  /** Over; `error` when this page did not leave by itself. Once, and last. */
  ended(error: SidetoneError | undefined): void;
}

interface StayOptions {
  entrance: Entrance;
  audio: BrowserAudio;
  microphone: Microphone;
  silent: boolean;
  around: Surroundings;
  handler: StayHandler;
  signal?: AbortSignal | undefined;
}

/** How long LiveKit's server may be away before the stay is over, in ms, and the pauses between two tries. */
const patience = {total: 120_000, pauses: [0, 300, 600, 1200, 2500, 5000]};

/** One stay in a room, from entering it until it is over. */
export class Stay {
  readonly room: Room;
  readonly voice: Voice;
  readonly sound: RoomSound;
  readonly roster: Roster;
  readonly #handler: StayHandler;
  /** The attributes that this participant is to have. */
  #told: Record<string, string> = {};
  /** From when the room has let it in: what LiveKit tells before is part of a refusal. */
  #inside = false;

  /** Enters the room. Rejects with the seam's errors, and has left nothing open then. */
  static async enter(options: StayOptions): Promise<Stay> {
    const {entrance, signal} = options;
    quieten();
    const room = new Room({
      stopLocalTrackOnUnpublish: false,
      reconnectPolicy: {
        nextRetryDelayInMs: ({elapsedMs, retryCount}) =>
          elapsedMs > patience.total ? null : (patience.pauses[retryCount] ?? patience.pauses.at(-1)!),
      },
    });
    const abort = () => void room.disconnect(false);
    signal?.addEventListener('abort', abort, {once: true});
    const stay = new Stay(room, options);
    try {
      await room.connect(entrance.url, entrance.token);
      signal?.throwIfAborted();
      stay.#inside = true;
      return stay;
    } catch (error) {
      stay.#close();
      await room.disconnect(false);
      throw joinError(signal?.aborted ? new DOMException('', 'AbortError') : error);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  private constructor(room: Room, {audio, microphone, silent, around, handler}: StayOptions) {
    this.room = room;
    this.#handler = handler;
    this.sound = new RoomSound(audio);
    this.voice = new Voice(microphone, room.localParticipant, {silent});
    this.roster = new Roster(room, around, handler);
    this.#listen(room);
  }

  /** Tells everybody something about this participant, again after a loss of the room; a token without that right tells nobody. */
  async setAttributes(attributes: Record<string, string>): Promise<void> {
    const news = Object.entries(attributes).filter(([name, value]) => (this.#told[name] ?? '') !== value);
    if (!news.length) return;
    this.#told = {...this.#told, ...attributes};
    await this.#tell(Object.fromEntries(news));
  }

  async leave(): Promise<void> {
    await this.room.disconnect(false);
    this.#end(undefined);
  }

  /** Tells who is here. */
  enter(): void {
    this.roster.refreshAll();
    this.#handler.metadata(this.room.metadata ?? '');
  }

  #listen(room: Room): void {
    const refresh = (one: LiveKitParticipant) => this.roster.refresh(one);
    room
      .on(RoomEvent.ParticipantConnected, refresh)
      .on(RoomEvent.ParticipantDisconnected, (one) => this.roster.drop(one))
      .on(RoomEvent.ParticipantNameChanged, (_name, one) => refresh(one))
      .on(RoomEvent.ParticipantAttributesChanged, (_changed, one) => {
        refresh(one);
        if (one.kind === ParticipantKind.SIP) this.#handler.phone();
      })
      .on(RoomEvent.ConnectionQualityChanged, (_quality, one) => refresh(one))
      .on(RoomEvent.TrackPublished, (_publication, one) => refresh(one))
      .on(RoomEvent.TrackUnpublished, (_publication, one) => refresh(one))
      .on(RoomEvent.TrackMuted, (_publication, one) => refresh(one))
      .on(RoomEvent.TrackUnmuted, (_publication, one) => refresh(one))
      .on(RoomEvent.LocalTrackPublished, (_publication, one) => refresh(one))
      .on(RoomEvent.LocalTrackUnpublished, (_publication, one) => refresh(one))
      .on(RoomEvent.TrackSubscribed, (track, _publication, one) => {
        if (isAudio(track)) this.sound.add(track.mediaStreamTrack);
        refresh(one);
      })
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, one) => {
        this.sound.remove(track.mediaStreamTrack);
        refresh(one);
      })
      .on(RoomEvent.SipDTMFReceived, ({digit}, one) => {
        const participant = one && this.roster.find(one.identity);
        if (participant) this.#handler.digit(participant, digit);
      })
      .on(RoomEvent.RoomMetadataChanged, (text) => this.#handler.metadata(text))
      .on(RoomEvent.SignalReconnecting, () => this.#away(true))
      .on(RoomEvent.Reconnecting, () => this.#away(true))
      .on(RoomEvent.Reconnected, () => this.#away(false))
      .on(RoomEvent.Disconnected, (reason) => this.#end(endError(reason)));
  }

  #away(away: boolean): void {
    if (!this.#inside) return;
    this.roster.stand(away);
    this.#handler.reconnecting(away);
    if (away) return;
    this.#handler.metadata(this.room.metadata ?? '');
    void this.#tell(this.#told);
  }

  async #tell(attributes: Record<string, string>): Promise<void> {
    const {localParticipant} = this.room;
    if (!localParticipant.permissions?.canUpdateMetadata || !Object.keys(attributes).length) return;
    // While the connection is away it cannot be told; it is when that is back.
    await localParticipant.setAttributes(attributes).catch(() => {});
  }

  #end(error: SidetoneError | undefined): void {
    if (!this.#inside) return;
    this.#close();
    this.roster.empty();
    this.#handler.ended(error);
  }

  #close(): void {
    this.#inside = false;
    this.voice.close();
    this.sound.close();
    this.roster.close();
  }
}

/** LiveKit's client tells each step to the page's console, unless it was told before how much to say. */
function quieten(): void {
  if (getLogger(LoggerNames.Default).getLevel() === (LogLevel.info as number)) setLogLevel(LogLevel.warn);
}

function isAudio(track: RemoteTrack): boolean {
  return track.kind === Track.Kind.Audio;
}
