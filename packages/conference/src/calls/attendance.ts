import {throwIfAborted, unlessAborted, type Call, type OperationOptions, type Phone} from '@sidetone/core';
import {awayAttribute} from '../stay/call-track.js';
import type {Loudness} from '../stay/room-sound.js';
import type {Stay} from '../stay/stay.js';
import {Floor} from './floor.js';

export type WhileAway = Exclude<Loudness, 'full'>;

interface AttendanceHost {
  readonly phone: Phone | undefined;
  /** How the room sounds while this person is away, unless they say otherwise. */
  readonly whileAway: WhileAway;
  stay(): Stay | undefined;
  /** This person is in the room by phone too. */
  twice(): boolean;
  /** The call is part of the room's conversation. */
  includes(call: Call): boolean;
  /** The room's callers that are mixed in here and had to wait come back, if nobody else has the turn. */
  callersReturn(): void;
  /** They hear this person, or do not: this person has stepped out. */
  callersHear(heard: boolean): void;
  changed(): void;
}

/** How this person takes part in the room: heard or muted, there or away, and away for as long as another conversation has its turn. */
export class Attendance {
  readonly #host: AttendanceHost;
  #floor: Floor | undefined;
  #muted = false;
  #hold: WhileAway | undefined;
  #waiting = false;

  constructor(host: AttendanceHost) {
    this.#host = host;
  }

  get muted(): boolean {
    const stay = this.#host.stay();
    return this.#muted || (stay !== undefined && !stay.voice.on);
  }

  /** Not to be heard, whether or not there is a microphone. */
  get silent(): boolean {
    return this.#muted || this.held || this.#host.twice();
  }

  get held(): boolean {
    return this.#hold !== undefined || this.#waiting;
  }

  /** Away by this person's own wish. */
  get steppedOut(): boolean {
    return this.#hold !== undefined;
  }

  /** Calls and room take turns from now on. */
  begin(): void {
    const {phone, includes, callersReturn} = this.#host;
    const turn = {includes, wait: (waiting: boolean) => void this.#wait(waiting), reviewed: callersReturn};
    this.#floor = phone && new Floor(phone, turn);
  }

  /** The stay in the room is over, or came to nothing. */
  end(): void {
    this.#floor?.close();
    this.#floor = undefined;
    this.#hold = undefined;
    this.#waiting = false;
  }

  /** There is a microphone in the room, where it is wanted. Nobody is kept out by one: they are muted, and `mute(false)` says why. */
  speakUp(): void {
    if (!this.#muted)
      this.#host
        .stay()
        ?.voice.open()
        .catch(() => this.#host.changed());
  }

  /** Which calls belong to the room has changed. */
  review(): void {
    this.#floor?.review();
  }

  async mute(muted: boolean, {signal}: OperationOptions): Promise<void> {
    throwIfAborted(signal);
    if (!muted) await this.#openVoice(signal);
    this.#muted = muted;
    await unlessAborted(this.settle(), signal);
  }

  async hold(loudness: WhileAway = this.#host.whileAway, {signal}: OperationOptions): Promise<void> {
    throwIfAborted(signal);
    this.#hold = loudness;
    this.#host.callersHear(false);
    await unlessAborted(this.settle(), signal);
  }

  async resume({signal}: OperationOptions): Promise<void> {
    throwIfAborted(signal);
    await this.#floor?.takeForRoom({signal});
    this.#hold = undefined;
    this.#host.callersHear(true);
    await unlessAborted(this.settle(), signal);
  }

  /** Makes the room's microphone and sound what they should be, at once, and tells the others. */
  async settle(): Promise<void> {
    const {changed, twice, whileAway} = this.#host;
    const stay = this.#host.stay();
    changed();
    if (!stay) return;
    const loudness = this.held ? (this.#hold ?? whileAway) : 'full';
    stay.sound.setLoudness(twice() ? 'silent' : loudness);
    await Promise.all([
      stay.voice.setSilent(this.silent),
      stay.setAttributes({[awayAttribute]: this.held ? 'true' : ''}),
    ]);
    changed();
  }

  /** A microphone that comes when nobody waits for it any more is not heard. */
  async #openVoice(signal: AbortSignal | undefined): Promise<void> {
    const opened = this.#host.stay()?.voice.open() ?? Promise.resolve();
    await unlessAborted(opened, signal).catch((error: unknown) => {
      if (signal?.aborted) {
        this.#muted = true;
        void this.settle();
      }
      throw error;
    });
  }

  async #wait(waiting: boolean): Promise<void> {
    this.#waiting = waiting;
    await this.settle();
  }
}
