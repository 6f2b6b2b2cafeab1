import {RoomServiceClient, SipClient} from 'livekit-server-sdk';
import type {LegRequest, LiveKitAccess, PhoneLeg, RoomBridge} from '../bridge.js';
import {Legs} from '../legs.js';
import {SipLeg, type SipServices} from './leg.js';
import {type SipAccount, type SipInbound, SipRooms} from './sip-rooms.js';

interface LivekitSipOptions {
  livekit: LiveKitAccess;
  /**
   * As whom livekit-sip calls Asterisk: at the address `sip` of the request's `asterisk`. There, what it calls has to enter the
   * application of the legs, e.g. `exten => _sideto[n]eleg.,1,Stasis(sidetone)`.
   */
  outbound: SipAccount;
  /** Who may call livekit-sip with a room's PIN; nobody when left out. */
  inbound?: SipInbound;
}

/** Carries legs by an operator's own livekit-sip, told what to do through livekit-server's SIP API. Redis joins the two. */
export class LivekitSipBridge implements RoomBridge {
  readonly #services: SipServices;
  readonly #legs = new Legs<SipLeg>();

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
    return this.#legs.all;
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
    return this.#legs.join(request, () => SipLeg.join(request, this.#services));
  }

  async close(): Promise<void> {
    await this.#legs.settled();
    await Promise.all([...this.#legs.all.values()].map((leg) => leg.leave()));
  }

  /** livekit-sip and Asterisk go on without anybody. */
  async detach(): Promise<void> {
    await this.#legs.settled();
    for (const leg of this.#legs.all.values()) leg.detach();
  }
}
