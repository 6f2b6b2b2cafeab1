import {randomUUID} from 'node:crypto';
import {ListUpdate, SIPTransport} from '@livekit/protocol';
import type {SipClient} from 'livekit-server-sdk';

/** A SIP account. The password is a secret. */
export interface SipAccount {
  user: string;
  password: string;
}

/** Who may call livekit-sip itself, with rooms' PINs. */
export interface SipInbound {
  account: SipAccount;
  /** The numbers that may be called; any when left out. */
  numbers?: readonly string[];
}

/** The name of the trunks that are Sidetone's. */
const trunkName = 'sidetone';

/** livekit-server's SIP API: a trunk to each Asterisk, one for phones that call in, and for each room that is open a rule with its PIN. */
export class SipRooms {
  readonly #sip: SipClient;
  readonly #outbound: SipAccount;
  readonly #inbound: SipInbound | undefined;
  /** Trunks that are being looked for, by what they are for: nobody makes one twice. */
  readonly #asking = new Map<string, Promise<string>>();

  /** `outbound`: the account at Asterisk. Its user is what calls come from, too: by that Asterisk knows whose they are. */
  constructor(sip: SipClient, outbound: SipAccount, inbound?: SipInbound) {
    this.#sip = sip;
    this.#outbound = outbound;
    this.#inbound = inbound;
  }

  /** The trunk towards an Asterisk, by the address of its SIP: the one that is there, with the account as it is now, else made. */
  outboundTrunk(address: string): Promise<string> {
    return this.#once(address, () => this.#findOutbound(address));
  }

  /** Lets phones into a room that call livekit-sip and type its PIN. A room that is open already has the new PIN then, and no other. */
  async open(room: string, pin: string): Promise<void> {
    const trunk = await this.#inboundTrunk();
    const rules = await this.#rulesOf(room, trunk);
    const present = rules.find((rule) => rule.pin === pin);
    for (const {id} of rules) if (id !== present?.id) await this.#sip.deleteSipDispatchRule(id);
    if (present) return;
    await this.#sip.createSipDispatchRule(
      {type: 'direct', roomName: room, pin},
      {name: `SIP_${randomUUID()}`, trunkIds: [trunk]},
    );
  }

  /** Lets no more phones in by PIN. Those in the room stay. */
  async close(room: string): Promise<void> {
    for (const {id} of await this.#rulesOf(room, await this.#inboundTrunk()))
      await this.#sip.deleteSipDispatchRule(id);
  }

  async #rulesOf(room: string, trunk: string): Promise<{id: string; pin: string}[]> {
    return (await this.#sip.listSipDispatchRule()).flatMap(({sipDispatchRuleId: id, rule, trunkIds}) => {
      const direct = rule?.rule.case === 'dispatchRuleDirect' ? rule.rule.value : undefined;
      return direct?.roomName === room && trunkIds.includes(trunk) ? [{id, pin: direct.pin}] : [];
    });
  }

  #inboundTrunk(): Promise<string> {
    return this.#once('', () => this.#findInbound());
  }

  async #findInbound(): Promise<string> {
    if (!this.#inbound) throw new Error('No account is set for phones that call livekit-sip.');
    const {account, numbers = []} = this.#inbound;
    const fields = {authUsername: account.user, authPassword: account.password};
    const present = (await this.#sip.listSipInboundTrunk()).find(({name}) => name === trunkName);
    if (!present) return (await this.#sip.createSipInboundTrunk(trunkName, [...numbers], fields)).sipTrunkId;
    if (differs(present, {...fields, numbers}))
      await this.#sip.updateSipInboundTrunkFields(present.sipTrunkId, {...fields, numbers: only(numbers)});
    return present.sipTrunkId;
  }

  async #findOutbound(address: string): Promise<string> {
    const {user, password} = this.#outbound;
    const fields = {authUsername: user, authPassword: password};
    const trunks = await this.#sip.listSipOutboundTrunk();
    const present = trunks.find((trunk) => trunk.name === trunkName && trunk.address === address);
    if (!present) {
      const transport = SIPTransport.SIP_TRANSPORT_UDP;
      const made = await this.#sip.createSipOutboundTrunk(trunkName, address, [user], {transport, ...fields});
      return made.sipTrunkId;
    }
    if (differs(present, {...fields, numbers: [user]}))
      await this.#sip.updateSipOutboundTrunkFields(present.sipTrunkId, {...fields, numbers: only([user])});
    return present.sipTrunkId;
  }

  #once(key: string, find: () => Promise<string>): Promise<string> {
    let asking = this.#asking.get(key);
    if (!asking) {
      asking = find().finally(() => this.#asking.delete(key));
      this.#asking.set(key, asking);
    }
    return asking;
  }
}

interface TrunkFields {
  authUsername: string;
  authPassword: string;
  numbers: readonly string[];
}

/** Whether the settings have changed since the trunk was made. */
function differs(present: TrunkFields, wanted: TrunkFields): boolean {
  const {authUsername, authPassword, numbers} = wanted;
  if (present.authUsername !== authUsername || present.authPassword !== authPassword) return true;
  return [...present.numbers].sort().join() !== [...numbers].sort().join();
}

/** A list as it shall be from now on. */
const only = (items: readonly string[]) => new ListUpdate(items.length ? {set: [...items]} : {clear: true});
