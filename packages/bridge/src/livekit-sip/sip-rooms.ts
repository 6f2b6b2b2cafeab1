import {randomUUID} from 'node:crypto';
import {SIPTransport} from '@livekit/protocol';
import type {SipClient} from 'livekit-server-sdk';

/** A SIP account. The password is a secret. */
export interface SipAccount {
  user: string;
  password: string;
}

/** How livekit-sip reaches Asterisk. */
export interface SipOutbound {
  /** `127.0.0.1:5060`, Asterisk's SIP by UDP. */
  address: string;
  account: SipAccount;
  /** What the calls come from. */
  number: string;
}

/** Who may call livekit-sip itself, with rooms' PINs. */
export interface SipInbound {
  account: SipAccount;
  /** The numbers that may be called; any when left out. */
  numbers?: readonly string[];
}

/** The name of the trunks that are Sidetone's. */
const trunkName = 'sidetone';

/** livekit-server's SIP API: one trunk each way, and for each room that is open a rule with its PIN. */
export class SipRooms {
  readonly #sip: SipClient;
  readonly #outbound: SipOutbound;
  readonly #inbound: SipInbound | undefined;
  #outboundId: Promise<string> | undefined;
  #inboundId: Promise<string> | undefined;

  constructor(sip: SipClient, outbound: SipOutbound, inbound?: SipInbound) {
    this.#sip = sip;
    this.#outbound = outbound;
    this.#inbound = inbound;
  }

  /** The trunk towards Asterisk: the one that is there, else made. */
  outboundTrunk(): Promise<string> {
    this.#outboundId ??= this.#makeOutbound().catch((error: unknown) => {
      this.#outboundId = undefined;
      throw error;
    });
    return this.#outboundId;
  }

  /** Lets phones into a room that call livekit-sip and type its PIN. A room that is open already gets the new PIN. */
  async open(room: string, pin: string): Promise<void> {
    const trunk = await this.#inboundTrunk();
    await this.close(room);
    await this.#sip.createSipDispatchRule(
      {type: 'direct', roomName: room, pin},
      {name: `SIP_${randomUUID()}`, trunkIds: [trunk]},
    );
  }

  /** Lets no more phones in by PIN. Those in the room stay. */
  async close(room: string): Promise<void> {
    const trunk = await this.#inboundTrunk();
    for (const {sipDispatchRuleId, rule, trunkIds} of await this.#sip.listSipDispatchRule()) {
      const direct = rule?.rule.case === 'dispatchRuleDirect' ? rule.rule.value : undefined;
      if (direct?.roomName === room && trunkIds.includes(trunk))
        await this.#sip.deleteSipDispatchRule(sipDispatchRuleId);
    }
  }

  #inboundTrunk(): Promise<string> {
    this.#inboundId ??= this.#makeInbound().catch((error: unknown) => {
      this.#inboundId = undefined;
      throw error;
    });
    return this.#inboundId;
  }

  async #makeInbound(): Promise<string> {
    const trunks = await this.#sip.listSipInboundTrunk();
    const present = trunks.find(({name}) => name === trunkName);
    if (present) return present.sipTrunkId;
    if (!this.#inbound) throw new Error('No account is set for phones that call livekit-sip.');
    const {account, numbers = []} = this.#inbound;
    const trunk = await this.#sip.createSipInboundTrunk(trunkName, [...numbers], {
      authUsername: account.user,
      authPassword: account.password,
    });
    return trunk.sipTrunkId;
  }

  async #makeOutbound(): Promise<string> {
    const {address, account, number} = this.#outbound;
    const trunks = await this.#sip.listSipOutboundTrunk();
    const present = trunks.find((trunk) => trunk.name === trunkName && trunk.address === address);
    if (present) return present.sipTrunkId;
    const trunk = await this.#sip.createSipOutboundTrunk(trunkName, address, [number], {
      transport: SIPTransport.SIP_TRANSPORT_UDP,
      authUsername: account.user,
      authPassword: account.password,
    });
    return trunk.sipTrunkId;
  }
}
