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
import type {SipRooms} from './sip-rooms.js';

export interface SipServices {
  sip: SipClient;
  rooms: RoomServiceClient;
  trunks: SipRooms;
}

/** How often a leg looks whether its call is still there, in ms: Asterisk's events are the application's. */
const look = 1000;
/** How long livekit-sip may take to call, in seconds. */
const ringing = 10;

interface Channel {
  id: string;
  dialplan: {exten: string; app_name: string};
}

/** One phone in one room, through a call of livekit-sip's to Asterisk which is bridged with the caller's. */
export class SipLeg extends EventEmitter<LegEvents> implements PhoneLeg {
  readonly id: string;
  readonly #request: LegRequest;
  readonly #services: SipServices;
  readonly #ari: Ari;
  readonly #music: CallerMusic;
  readonly #over = new AbortController();
  #channel = '';
  #state: LegState = 'joining';
  #muted: LegMute;
  #held: boolean;

  private constructor(request: LegRequest, services: SipServices) {
    super();
    this.id = request.id;
    this.#request = request;
    this.#services = services;
    this.#muted = request.muted ?? 'none';
    this.#held = request.held ?? false;
    this.#ari = new Ari(request.asterisk);
    this.#music = new CallerMusic(this.#ari, request.channelId, request.musicClass);
  }

  static async join(request: LegRequest, services: SipServices): Promise<SipLeg> {
    const leg = new SipLeg(request, services);
    try {
      await leg.#call();
    } catch (error) {
      await leg.#end('failed');
      throw error instanceof AriError || error instanceof BridgeError
        ? BridgeError.from(error)
        : new BridgeError('room-unreachable', {cause: error});
    }
    await leg.#silence();
    leg.#state = 'in-room';
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

  async sendDigits(digits: string): Promise<void> {
    if (this.#state !== 'left') await playDigits(this.#ari, this.#channel, digits);
  }

  async dial(digits: string): Promise<void> {
    if (this.#state !== 'left') await playDigits(this.#ari, this.#request.channelId, digits);
  }

  announce(tone: 'join' | 'leave'): void {
    const frequency = tone === 'join' ? 830 : 620;
    const path = `/channels/${encodeURIComponent(this.#request.channelId)}/play`;
    // A tone that cannot be played is no reason for anything.
    void this.#ari.request('POST', path, {media: `tone:!${frequency}/200`}).catch(() => undefined);
  }

  leave(): Promise<void> {
    return this.#end('left');
  }

  /** livekit-sip calls Asterisk while Asterisk's end of that call is found, answered and bridged. */
  async #call(): Promise<void> {
    const {id, room, identity, name, channelId} = this.#request;
    const {sip, trunks} = this.#services;
    if (!(await this.#ari.hasChannel(channelId))) throw new BridgeError('caller-gone');
    const calling = sip.createSipParticipant(await trunks.outboundTrunk(), legExtension(id), room, {
      participantIdentity: identity,
      participantName: name,
      participantAttributes: sipAttributes(this.#request),
      ringingTimeout: ringing,
      waitUntilAnswered: true,
      timeout: ringing + 5,
    });
    const failed = new AbortController();
    calling.catch(() => failed.abort());
    const found = await this.#incoming(failed.signal);
    if (found) {
      this.#channel = found;
      await this.#ari.request('POST', `/channels/${encodeURIComponent(found)}/answer`);
      await addToLegBridge(this.#ari, {legId: id, callerId: channelId, channelId: found});
    }
    await calling;
    if (!found) throw new BridgeError('room-unreachable');
  }

  async #incoming(signal: AbortSignal): Promise<string | undefined> {
    const wanted = legExtension(this.id);
    const deadline = performance.now() + ringing * 1000;
    while (performance.now() < deadline && !signal.aborted) {
      const channels = await this.#ari.request<Channel[]>('GET', '/channels');
      const channel = channels.find(
        ({dialplan}) => dialplan.exten === wanted && dialplan.app_name === 'Stasis', // earlier it cannot be answered
      );
      if (channel) return channel.id;
      await sleep(50, undefined, {signal}).catch(() => undefined);
    }
    return undefined;
  }

  /** Silences the caller's channel the way that hold and mute want it. */
  async #silence(): Promise<void> {
    if (this.#state === 'left') return;
    const path = `/channels/${encodeURIComponent(this.#request.channelId)}/mute`;
    const wanted = {
      in: this.#held || this.#muted === 'microphone' || this.#muted === 'both',
      out: !this.#held && (this.#muted === 'speaker' || this.#muted === 'both'),
    };
    for (const [direction, on] of Object.entries(wanted))
      await this.#ari.request(on ? 'POST' : 'DELETE', path, {direction});
  }

  async #watch(): Promise<void> {
    const {signal} = this.#over;
    while (!signal.aborted) {
      await sleep(look, undefined, {signal}).catch(() => undefined);
      if (signal.aborted) return;
      try {
        if (!(await this.#ari.hasChannel(this.#request.channelId))) await this.#end('caller-gone');
        else if (!(await this.#ari.hasChannel(this.#channel))) await this.#end(await this.#reason());
      } catch {
        // Asterisk does not answer at the moment: whether the call lives is seen when it does.
      }
    }
  }

  /** Why livekit-sip ended its call. */
  async #reason(): Promise<LegEndReason> {
    const {room} = this.#request;
    const rooms = await this.#services.rooms.listRooms([room]).catch(() => []);
    return rooms.length > 0 ? 'removed' : 'room-ended';
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
