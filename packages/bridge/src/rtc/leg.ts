import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {DisconnectReason} from '@livekit/rtc-node';
import {BridgeError} from '../errors.js';
import {Ari} from '../asterisk/ari.js';
import {playDigits} from '../asterisk/digits.js';
import {removeLegBridge} from '../asterisk/leg-bridge.js';
import {MediaChannel} from '../asterisk/media-channel.js';
import {blockSamples, frameSamples, milliseconds} from '../audio/format.js';
import {FrameMixer} from '../audio/mixer.js';
import {Pace} from '../audio/pace.js';
import {PhoneVoice} from '../audio/phone-voice.js';
import {tone, type ToneName} from '../audio/tones.js';
import type {
  LegEndReason,
  LegEvents,
  LegMute,
  LegRequest,
  LegState,
  LiveKitAccess,
  PhoneLeg,
  SipCallStatus,
} from '../bridge.js';
import {CallerMusic} from './caller-music.js';
import {everyFrame} from './clock.js';
import {RoomLink} from './room-link.js';
import {introduction, phoneToken} from './token.js';

/** Milliseconds of audio for the phone that may come at once. */
const burst = 60;
/** How long a leg tries to get back what it lost, and the pauses between its tries, in ms. */
const patience = {total: 120_000, first: 100, longest: 2000};

/** So long a leg whose place was ready waits for the room to know its name before it says that it is there, ms. */
const introductionTime = 300;

const silence = {block: new Int16Array(blockSamples), frame: new Int16Array(frameSamples)};

/** One phone in one room, through Asterisk's media WebSocket and LiveKit's native client. */
export class RtcLeg extends EventEmitter<LegEvents> implements PhoneLeg {
  readonly id: string;
  readonly #request: LegRequest;
  readonly #livekit: LiveKitAccess;
  readonly #ari: Ari;
  readonly #music: CallerMusic;
  readonly #mixer = new FrameMixer({output: (frame) => this.#toPhone(frame)});
  readonly #voice = new PhoneVoice({
    output: (block) => this.#room?.speak(this.#dumb ? silence.block : block),
  });
  readonly #phonePace = new Pace({burst});
  readonly #ending = new AbortController();
  readonly #stopClock: () => void;
  /** The place that was made ready for it. */
  #expected: Promise<RoomLink> | undefined;
  #media: MediaChannel | undefined;
  #room: RoomLink | undefined;
  #state: LegState = 'joining';
  #muted: LegMute;
  #held: boolean;
  #resting: boolean;
  #status: SipCallStatus;
  /** Until when a `#` belongs to the PIN, by `performance.now()`. */
  #hashUntil: number;

  private constructor(request: LegRequest, livekit: LiveKitAccess) {
    super();
    this.id = request.id;
    this.#request = request;
    this.#livekit = livekit;
    this.#muted = request.muted ?? 'none';
    this.#held = request.held ?? false;
    this.#resting = request.resting ?? false;
    this.#status = request.callStatus ?? 'active';
    this.#hashUntil = request.returning ? 0 : performance.now() + (request.hashWithin ?? 0);
    this.#ari = new Ari(request.asterisk);
    this.#music = new CallerMusic(this.#ari, request.channelId, request.musicClass);
    this.#stopClock = everyFrame(() => {
      this.#mixer.tick();
      this.#voice.tick();
    });
  }

  /** Resolves when phone and room hear each other. */
  static async join(
    request: LegRequest,
    livekit: LiveKitAccess,
    expected?: Promise<RoomLink>,
  ): Promise<RtcLeg> {
    const leg = new RtcLeg(request, livekit);
    leg.#expected = expected;
    const parts = await Promise.allSettled([leg.#openMedia(), leg.#openRoom()]);
    const failed = parts.find((part) => part.status === 'rejected');
    if (failed) {
      await leg.#end('failed');
      throw BridgeError.from(failed.reason);
    }
    await leg.#music.set('held', leg.#held);
    // The room, or the caller, was quicker: nobody has heard of that end.
    if (leg.#ending.signal.aborted)
      throw new BridgeError(leg.#ending.signal.reason === 'caller-gone' ? 'caller-gone' : 'room-unreachable');
    leg.#enter('in-room');
    if (request.tones !== false && !request.returning) leg.announce('join');
    return leg;
  }

  get state(): LegState {
    return this.#state;
  }

  get muted(): LegMute {
    return this.#muted;
  }

  get held(): boolean {
    return this.#held;
  }

  async mute(what: LegMute): Promise<void> {
    this.#muted = what;
    this.#room?.showMuted(this.#dumb);
  }

  async hold(on: boolean): Promise<void> {
    this.#held = on;
    this.#room?.showMuted(this.#dumb);
    await this.#music.set('held', on);
  }

  async rest(on: boolean): Promise<void> {
    this.#resting = on;
    this.#room?.showMuted(this.#dumb);
  }

  async show(status: SipCallStatus): Promise<void> {
    const former = this.#status;
    if (former === status) return;
    this.#status = status;
    try {
      await this.#room?.setAttributes({'sip.callStatus': status});
    } catch (error) {
      this.#status = former;
      throw error;
    }
  }

  async sendDigits(digits: string): Promise<void> {
    if (!/^[0-9A-D*#]+$/i.test(digits)) throw new BridgeError('dtmf-invalid');
    for (const digit of digits.toUpperCase()) await this.#room?.sendDigit(digit);
  }

  async dial(digits: string): Promise<void> {
    if (this.#state !== 'left') await playDigits(this.#ari, this.#request.channelId, digits);
  }

  announce(name: ToneName): void {
    this.#mixer.play(tone(name));
  }

  leave(): Promise<void> {
    return this.#end('left');
  }

  get #deaf(): boolean {
    return this.#held || this.#resting || this.#muted === 'speaker' || this.#muted === 'both';
  }

  get #dumb(): boolean {
    return this.#held || this.#resting || this.#muted === 'microphone' || this.#muted === 'both';
  }

  #toPhone(frame: Int16Array): void {
    if (this.#phonePace.admits(milliseconds(frame.length)))
      this.#media?.send(this.#deaf ? silence.frame : frame);
  }

  async #openMedia(): Promise<void> {
    const {id, channelId} = this.#request;
    const media = await MediaChannel.open(
      this.#ari,
      {legId: id, callerId: channelId},
      {
        audio: (bytes) => this.#voice.push(bytes),
        digit: (digit) => this.#pressed(digit),
        lost: () => void this.#regainMedia(),
      },
    );
    if (this.#ending.signal.aborted) return media.close();
    this.#media = media;
  }

  /** In the place that was made ready for it, as long as there is one. */
  async #openRoom(): Promise<void> {
    const who = introduction({...this.#request, callStatus: this.#status});
    const expected = this.#expected;
    this.#expected = undefined;
    const ready = await expected?.catch(() => undefined);
    if (ready?.open) {
      let known = false;
      const lost = (reason = DisconnectReason.UNKNOWN_REASON) => void this.#regainRoom(reason);
      // Nobody in the room has put out whom nobody has seen.
      this.#inhabit(ready, (reason) => lost(known ? reason : undefined));
      const introduced = ready.introduce(who).then(
        () => void (known = true),
        () => void (ready.open && lost()),
      );
      // LiveKit's client may wait for an answer for seconds.
      return Promise.race([introduced, sleep(introductionTime)]);
    }
    const token = await phoneToken(this.#livekit, this.#request, who);
    const room = await RoomLink.open({url: this.#livekit.url, token, trackName: this.#request.trackName});
    this.#inhabit(room, (reason) => void this.#regainRoom(reason));
  }

  /** Phone and room hear each other from here on. */
  #inhabit(room: RoomLink, lost: (reason: DisconnectReason) => void): void {
    if (this.#ending.signal.aborted) return void room.close();
    const {tones = true} = this.#request;
    room.attach(this.#mixer, {
      others: (count) => this.#accompany(count),
      joined: () => tones && this.announce('join'),
      left: () => tones && this.announce('leave'),
      // What Asterisk refuses to play, or is no digit, is lost to this phone: nobody waits for an answer.
      digit: (digit, from) =>
        this.#request.roomDigits === 'all' && void this.#dialFor(digit, from).catch(() => undefined),
      digits: (digits, from) => this.#dialFor(digits, from),
      reconnecting: () => this.#enter('reconnecting'),
      reconnected: () => this.#enter('in-room'),
      lost,
    });
    this.#room = room;
    if (this.#dumb) room.showMuted(true);
    this.#accompany(room.others);
  }

  #accompany(others: number): void {
    void this.#music.set('alone', others === 0 && this.#request.alone !== 'silence');
  }

  #pressed(digit: string): void {
    const endsPin = digit === '#' && performance.now() < this.#hashUntil;
    this.#hashUntil = 0;
    if (endsPin) return;
    this.emit('pressed', {digit});
    // A room that cannot be told now has lost this digit; the leg itself is told of the room's end.
    void this.#room?.sendDigit(digit).catch(() => undefined);
  }

  async #dialFor(digits: string, from: string): Promise<void> {
    await this.dial(digits);
    for (const digit of digits) this.emit('digit', {digit, from});
  }

  /** The media connection broke: the caller is gone, or only the connection is, which is then made anew. */
  async #regainMedia(): Promise<void> {
    await this.#media?.close();
    this.#media = undefined;
    await this.#regain(async () => {
      if (await this.#ari.hasChannel(this.#request.channelId)) return this.#openMedia();
      await this.#end('caller-gone');
    });
  }

  async #regainRoom(reason: DisconnectReason): Promise<void> {
    const final = finalReasons.get(reason);
    if (final) return this.#end(final);
    await this.#room?.close();
    this.#room = undefined;
    void this.#music.set('away', true);
    await this.#regain(() => this.#openRoom());
    void this.#music.set('away', false);
  }

  /** Tries until it works or the leg ends. */
  async #regain(attempt: () => Promise<void>): Promise<void> {
    this.#enter('reconnecting');
    const {signal} = this.#ending;
    const deadline = performance.now() + patience.total;
    for (let pause = patience.first; !signal.aborted; pause = Math.min(2 * pause, patience.longest)) {
      try {
        await attempt();
        if (this.#media && this.#room) this.#enter('in-room');
        return;
      } catch (error) {
        if (performance.now() > deadline) return this.#end('failed', BridgeError.from(error));
      }
      await sleep(pause, undefined, {signal}).catch(() => undefined);
    }
  }

  #enter(state: LegState): void {
    if (this.#state === state || this.#state === 'left') return;
    this.#state = state;
    this.emit('state', state);
  }

  async #end(reason: LegEndReason, error?: BridgeError): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(reason);
    this.#stopClock();
    await Promise.all([this.#room?.close(), this.#media?.close()]);
    // The one who took this leg's place uses the same bridge in Asterisk.
    if (reason !== 'replaced') {
      await this.#music.stop();
      await removeLegBridge(this.#ari, this.id);
    }
    this.#enter('left');
    this.emit('ended', {reason, ...(error && {error})});
    this.removeAllListeners();
  }
}

/** Ways to be put out of a room that are meant: coming back would be wrong. */
const finalReasons = new Map<DisconnectReason, LegEndReason>([
  [DisconnectReason.ROOM_DELETED, 'room-ended'],
  [DisconnectReason.ROOM_CLOSED, 'room-ended'],
  [DisconnectReason.PARTICIPANT_REMOVED, 'removed'],
  [DisconnectReason.DUPLICATE_IDENTITY, 'replaced'],
]);
