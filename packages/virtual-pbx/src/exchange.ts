import {Bridges} from './bridges.js';
import type {CallBehaviour, Callee, CalleeTools, InvitedCall} from './callees/callee.js';
import {Leg, type LegHost} from './leg.js';
import type {LegAudio} from './leg-media.js';
import type {Registrar} from './registrar.js';
import {formatAddress, parseUri} from './sip/address.js';
import {tagOf} from './sip/dialog.js';
import {SipHeaders} from './sip/headers.js';
import {token} from './sip/ids.js';
import type {SipRequest} from './sip/message.js';
import {transfer} from './transfer.js';
import type {ClientTransactions, ServerTransaction} from './transactions.js';

export interface CallOptions {
  /** Who calls; default the callee `echo`. */
  from?: {user: string; displayName?: string};
  /** What the caller plays once the phone answers; default its own sound back. */
  audio?: LegAudio;
  headers?: readonly (readonly [name: string, value: string])[];
  /** The INVITE carries no SDP: the phone makes the offer. */
  offerless?: boolean;
}

export interface ExchangeOptions {
  domain: string;
  users: ReadonlyMap<string, string>;
  callees: ReadonlyMap<string, Callee>;
  registrar: Registrar;
  clients: ClientTransactions;
  tools: CalleeTools;
  transmit(request: SipRequest): void;
}

/** The calls of a virtual PBX: who is put through to whom. */
export class Exchange {
  readonly #legs = new Set<Leg>();
  readonly #bridges = new Bridges();
  readonly #host: LegHost;

  constructor(private readonly options: ExchangeOptions) {
    const {domain, clients, transmit} = options;
    this.#host = {
      contact: `sip:pbx@${domain};transport=ws`,
      send: (request, answered) => clients.send(request, answered),
      acknowledge: (request) => transmit(clients.stamped(request)),
      cancel: (invite, headers) => clients.cancel(invite, headers),
      refer: (leg, transaction) => void transfer(this.#transferHost, leg, transaction),
      forget: (leg) => this.#legs.delete(leg),
    };
  }

  get legs(): readonly Leg[] {
    return [...this.#legs];
  }

  /** The leg whose dialog this request belongs to. */
  legOf(request: SipRequest): Leg | undefined {
    return this.#find(request.headers.get('Call-ID') ?? '', tagOf(request.headers.get('To')));
  }

  /** A phone's authenticated INVITE. */
  invited(transaction: ServerTransaction): void {
    const dialled = parseUri(transaction.request.uri).user;
    const leg = Leg.incoming(this.#host, transaction);
    this.#legs.add(leg);
    const behaviour = this.#connect(dialled, leg, leg);
    if (behaviour) leg.behaviour = behaviour;
  }

  cancelled(transaction: ServerTransaction): void {
    const leg = this.legs.find(({inviteBranch}) => inviteBranch === transaction.branch);
    transaction.reply(leg ? 200 : 481);
    leg?.cancelled();
  }

  /** Calls a registered user; `undefined` when there is no registration. */
  call(user: string, options: CallOptions = {}): Leg | undefined {
    const {from = {user: 'echo'}, audio = 'echo', headers = [], offerless = false} = options;
    const contact = this.options.registrar.find(user)?.contact;
    if (!contact) return undefined;
    const {domain} = this.options;
    const phone = {displayName: '', uri: `sip:${user}@${domain}`, params: new Map<string, string>()};
    const leg = Leg.outgoing(this.#host, `${token(16)}@${domain}`, phone);
    this.#legs.add(leg);
    const caller = {
      displayName: from.displayName ?? '',
      uri: `sip:${encodeURIComponent(from.user)}@${domain}`,
      params: new Map([['tag', leg.tag]]),
    };
    const request: SipRequest = {
      kind: 'request',
      method: 'INVITE',
      uri: contact,
      headers: new SipHeaders([
        ['Max-Forwards', '70'],
        ['From', formatAddress(caller)],
        ['To', formatAddress(phone)],
        ['Call-ID', leg.callId],
        ['CSeq', '1 INVITE'],
        ['Contact', `<${this.#host.contact}>`],
        ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY'],
        ...headers,
      ]),
      body: '',
    };
    void leg.invite(request, audio, offerless);
    return leg;
  }

  /** Puts a call through to a callee or to another user. `phone` is the leg that will be talking. */
  #connect(dialled: string, call: InvitedCall, phone: Leg | undefined): CallBehaviour | void {
    const callee = this.options.callees.get(dialled);
    if (callee) return callee(call, this.options.tools);
    if (!this.options.users.has(dialled)) return call.refuse(404);
    call.progress(100);
    const from = phone ? parseUri(phone.phone.uri).user : 'echo';
    const displayName = phone?.phone.displayName ?? '';
    const other = this.call(dialled, {from: {user: from, displayName}, audio: phone ? 'silence' : 'echo'});
    if (!other) return call.refuse(480);
    this.#follow(call, phone, other);
  }

  /** What happens at the called phone happens to the call. */
  #follow(call: InvitedCall, phone: Leg | undefined, other: Leg): void {
    void other.reached('ringing', 'established', 'ended').then(() => {
      if (other.state === 'ringing') call.progress(180);
    });
    void other.reached('established', 'ended').then(async () => {
      if (other.state === 'ended') {
        return call.refuse(other.refusal?.status ?? 480, other.refusal && {reason: other.refusal.reason});
      }
      await call.accept(other.media.received);
      if (phone) await this.#bridges.join(phone, other);
    });
    void (phone ?? other).over.then(() => {
      if (other.state === 'calling' || other.state === 'ringing') other.hangup();
    });
  }

  readonly #transferHost = {
    find: (callId: string, tag: string) => this.#find(callId, tag),
    partnerOf: (leg: Leg) => this.#bridges.partnerOf(leg),
    part: (leg: Leg) => this.#bridges.part(leg),
    join: (one: Leg, other: Leg) => this.#bridges.join(one, other),
    connect: (dialled: string, call: InvitedCall, phone: Leg | undefined) =>
      this.#connect(dialled, call, phone),
  };

  #find(callId: string, tag: string): Leg | undefined {
    return this.legs.find((leg) => leg.callId === callId && leg.tag === tag);
  }
}
