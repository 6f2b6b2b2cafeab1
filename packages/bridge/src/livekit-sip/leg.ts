import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import type {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import {Ari, AriError} from '../asterisk/ari.js';
import {playDigits} from '../asterisk/digits.js';
import {addToLegBridge, legExtension, removeLegBridge} from '../asterisk/leg-bridge.js';
import type {LegEndReason, LegEvents, LegMute, LegRequest, LegState, PhoneLeg} from '../bridge.js';
import {BridgeError} from '../errors.js';
import {CallerMusic} from '../rtc/caller-music.js';
import {sipAttributes} from '../rtc/token.js';
import {Company} from './company.js';
import type {SipRooms} from './sip-rooms.js';

export interface SipServices {
  sip: SipClient;
  rooms: RoomServiceClient;
  trunks: SipRooms;
}

/** How often a leg looks whether its call is still there, in ms: Asterisk's events are the application's. */
const look = 1000;
/** How many times of these it looks who is in the room, once. */
const looksAround = 2;
/** So often in a row the room must not have the phone while its call stands: livekit-sip is dead then. */
const longestMissing = 5;
/** How long livekit-sip may take to call, in seconds. */
const ringing = 10;

/** What those who come and go sound like: Asterisk's own sounds. A `tone:` of ARI ends when it is told to only, and nobody hears the room meanwhile. */
const tones = {join: 'sound:confbridge-join', leave: 'sound:confbridge-leave'} as const;

interface Channel {
  id: string;
  state: string;
  dialplan: {exten: string; app_name: string};
}

/** One phone in one room, through a call of livekit-sip's to Asterisk which is bridged with the caller's. */
export class SipLeg extends EventEmitter<LegEvents> implements PhoneLeg {
  readonly id: string;
  readonly #request: LegRequest;
  readonly #services: SipServices;
  readonly #ari: Ari;
  readonly #music: CallerMusic;
  readonly #company: Company;
  readonly #over = new AbortController();
  #channel = '';
  #missing = 0;
  #state: LegState = 'joining';
  #muted: LegMute;
  #held: boolean;
  #resting: boolean;

  private constructor(request: LegRequest, services: SipServices) {
    super();
    this.id = request.id;
    this.#request = request;
    this.#services = services;
    this.#muted = request.muted ?? 'none';
    this.#held = request.held ?? false;
    this.#resting = request.resting ?? false;
    this.#ari = new Ari(request.asterisk);
    this.#company = new Company(services.rooms, request);
    this.#music = new CallerMusic(this.#ari, request.channelId, request.musicClass);
  }

  static async join(request: LegRequest, services: SipServices): Promise<SipLeg> {
    const leg = new SipLeg(request, services);
    try {
      await leg.#call();
      await leg.#silence();
    } catch (error) {
      await leg.#end('failed');
      throw error instanceof AriError || error instanceof BridgeError
        ? BridgeError.from(error)
        : new BridgeError('room-unreachable', {cause: error});
    }
    await leg.#music.set('held', leg.#held);
    leg.#state = 'in-room';
    if (request.tones !== false && !request.returning) leg.announce('join');
    void leg.#watch();
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
    await this.#silence();
  }

  async hold(on: boolean): Promise<void> {
    this.#held = on;
    await this.#silence();
    await this.#music.set('held', on);
  }

  async rest(on: boolean): Promise<void> {
    this.#resting = on;
    await this.#silence();
  }

  /** livekit-sip says where its own call is, which is answered when it begins. */
  async show(): Promise<void> {}

  async sendDigits(digits: string): Promise<void> {
    if (this.#state !== 'left') await playDigits(this.#ari, this.#channel, digits);
  }

  async dial(digits: string): Promise<void> {
    if (this.#state !== 'left') await playDigits(this.#ari, this.#request.channelId, digits);
  }

  announce(tone: 'join' | 'leave'): void {
    const path = `/channels/${encodeURIComponent(this.#request.channelId)}/play`;
    // A tone that cannot be played is no reason for anything.
    void this.#ari.request('POST', path, {media: tones[tone]}).catch(() => undefined);
  }

  leave(): Promise<void> {
    return this.#end('left');
  }

  /** Lets go of what goes on by itself: whoever joins with the same id has it then. */
  detach(): void {
    this.#over.abort();
    this.removeAllListeners();
  }

  /** livekit-sip calls Asterisk while Asterisk's end of that call is found, answered and bridged. Another gateway may have had it done. */
  async #call(): Promise<void> {
    const {id, room, identity, name, channelId, asterisk} = this.#request;
    const {sip, trunks} = this.#services;
    if (!(await this.#ari.hasChannel(channelId))) throw new BridgeError('caller-gone');
    const present = await this.#find();
    if (present) return this.#connect(present);
    if (!asterisk.sip) throw new Error('It is not known where livekit-sip reaches this Asterisk.');
    const calling = sip.createSipParticipant(
      await trunks.outboundTrunk(asterisk.sip),
      legExtension(id),
      room,
      {
        participantIdentity: identity,
        participantName: name,
        participantAttributes: sipAttributes(this.#request),
        // What livekit-sip calls is nobody's number: the room shall see the phone's, which is among the attributes.
        hidePhoneNumber: true,
        ringingTimeout: ringing,
        waitUntilAnswered: true,
        timeout: ringing + 5,
      },
    );
    const failed = new AbortController();
    calling.catch(() => failed.abort());
    const found = await this.#incoming(failed.signal);
    if (found) await this.#connect(found);
    await calling;
    if (!found) throw new BridgeError('room-unreachable');
  }

  async #connect(channel: Channel): Promise<void> {
    const {id, channelId} = this.#request;
    this.#channel = channel.id;
    if (channel.state !== 'Up')
      await this.#ari.request('POST', `/channels/${encodeURIComponent(channel.id)}/answer`);
    await addToLegBridge(this.#ari, {legId: id, callerId: channelId, channelId: channel.id});
  }

  async #incoming(signal: AbortSignal): Promise<Channel | undefined> {
    const deadline = performance.now() + ringing * 1000;
    while (performance.now() < deadline && !signal.aborted) {
      const channel = await this.#find();
      if (channel) return channel;
      await sleep(50, undefined, {signal}).catch(() => undefined);
    }
    return undefined;
  }

  /** Asterisk's end of livekit-sip's call, as soon as it can be answered. */
  async #find(): Promise<Channel | undefined> {
    const wanted = legExtension(this.id);
    const channels = await this.#ari.request<Channel[]>('GET', '/channels');
    return channels.find(({dialplan}) => dialplan.exten === wanted && dialplan.app_name === 'Stasis');
  }

  /** Silences the caller's channel the way that hold and mute want it. */
  async #silence(): Promise<void> {
    if (this.#state === 'left') return;
    const path = `/channels/${encodeURIComponent(this.#request.channelId)}/mute`;
    const wanted = {
      in: this.#held || this.#resting || this.#muted === 'microphone' || this.#muted === 'both',
      out: !this.#held && (this.#resting || this.#muted === 'speaker' || this.#muted === 'both'),
    };
    for (const [direction, on] of Object.entries(wanted))
      await this.#ari.request(on ? 'POST' : 'DELETE', path, {direction});
  }

  async #watch(): Promise<void> {
    const {signal} = this.#over;
    for (let looks = 0; !signal.aborted; looks++) {
      try {
        if (!(await this.#ari.hasChannel(this.#request.channelId))) await this.#end('caller-gone');
        else if (!(await this.#ari.hasChannel(this.#channel))) await this.#end(await this.#company.reason());
        else if (looks % looksAround === 0) await this.#lookAround();
      } catch {
        // Asterisk or LiveKit does not answer at the moment: whether the call lives is seen when it does.
      }
      await sleep(look, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Music for a phone that is alone, tones for those who come and go. */
  async #lookAround(): Promise<void> {
    const {alone, tones: wanted = true} = this.#request;
    const {present, others, joined, left} = await this.#company.look();
    if (this.#over.signal.aborted) return;
    this.#missing = present ? 0 : this.#missing + 1;
    if (this.#missing >= longestMissing)
      return this.#end((await this.#company.reason()) === 'room-ended' ? 'room-ended' : 'failed');
    if (wanted && joined) this.announce('join');
    if (wanted && left) this.announce('leave');
    await this.#music.set('alone', others === 0 && alone !== 'silence');
  }

  async #end(reason: LegEndReason): Promise<void> {
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    const {room, identity} = this.#request;
    if (this.#channel)
      await this.#ari
        .request('DELETE', `/channels/${encodeURIComponent(this.#channel)}`)
        .catch(() => undefined);
    await this.#services.rooms.removeParticipant(room, identity).catch(() => undefined);
    await this.#music.stop();
    await removeLegBridge(this.#ari, this.id);
    this.#state = 'left';
    this.emit('state', 'left');
    this.emit('ended', {reason});
    this.removeAllListeners();
  }
}
