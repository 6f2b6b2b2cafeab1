import {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import type {LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {SipLeg, type SipServices} from './leg.js';
import {type SipInbound, type SipOutbound, SipRooms} from './sip-rooms.js';

interface LivekitSipOptions {
  livekit: LiveKitAccess;
  /**
   * How livekit-sip calls Asterisk. There, what it calls has to enter the application of the legs, e.g.
   * `exten => _sideto[n]eleg.,1,Stasis(sidetone)`.
   */
  outbound: SipOutbound;
  /** Who may call livekit-sip with a room's PIN; nobody when left out. */
  inbound?: SipInbound;
}

/** Carries legs by an operator's own livekit-sip, told what to do through livekit-server's SIP API. Redis joins the two. */
export class LivekitSipBridge implements RoomBridge {
  readonly #services: SipServices;
  readonly #legs = new Map<string, SipLeg>();
  readonly #joining = new Map<string, Promise<PhoneLeg>>();

  constructor({livekit: {url, apiKey, apiSecret}, outbound, inbound}: LivekitSipOptions) {
    const host = url.replace(/^ws/, 'http');
    const sip = new SipClient(host, apiKey, apiSecret);
    this.#services = {
      sip,
      rooms: new RoomServiceClient(host, apiKey, apiSecret),
      trunks: new SipRooms(sip, outbound, inbound),
    };
  }

  get legs(): ReadonlyMap<string, PhoneLeg> {
    return this.#legs;
  }

  /** Lets phones into a room that call livekit-sip and type its PIN: at LiveKit's `room_started`. */
  openRoom(room: string, pin: string): Promise<void> {
    return this.#services.trunks.open(room, pin);
  }

  /** Lets no more in: at `room_finished`. */
  closeRoom(room: string): Promise<void> {
    return this.#services.trunks.close(room);
  }

  join(request: LegRequest): Promise<PhoneLeg> {
    const present = this.#legs.get(request.id);
    if (present) return Promise.resolve(present);
    let joining = this.#joining.get(request.id);
    if (!joining) {
      joining = this.#join(request).finally(() => this.#joining.delete(request.id));
      this.#joining.set(request.id, joining);
    }
    return joining;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#joining.values());
    await Promise.all([...this.#legs.values()].map((leg) => leg.leave()));
  }

  async #join(request: LegRequest): Promise<PhoneLeg> {
    const leg = await SipLeg.join(request, this.#services);
    this.#legs.set(leg.id, leg);
    leg.once('ended', () => this.#legs.delete(leg.id));
    return leg;
  }
}
