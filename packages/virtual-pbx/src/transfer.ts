import type {CallBehaviour, InvitedCall} from './callees/callee.js';
import type {Leg} from './leg.js';
import {parseAddress, parseParams, parseUri} from './sip/address.js';
import {reasonOf} from './sip/reasons.js';
import type {ReplyOptions, ServerTransaction} from './transactions.js';

/** What a transfer needs of the exchange. */
export interface TransferHost {
  /** The leg of a phone's other call, as Replaces names it (RFC 3891). */
  find(callId: string, tag: string): Leg | undefined;
  /** Who is at the far end of this leg: another phone's leg, or nobody but a callee. */
  partnerOf(leg: Leg): Leg | undefined;
  part(leg: Leg): void;
  join(one: Leg, other: Leg): Promise<void>;
  /** Puts a call through to whom was dialled. */
  connect(dialled: string, call: InvitedCall, phone: Leg | undefined): CallBehaviour | void;
}

/** Carries out a REFER (RFC 3515) and tells its sender by NOTIFY how it goes. */
export async function transfer(host: TransferHost, leg: Leg, transaction: ServerTransaction): Promise<void> {
  const target = parseUri(parseAddress(transaction.request.headers.get('Refer-To') ?? '').uri);
  transaction.reply(202);
  await notify(leg, 100);
  const replaces = target.headers.get('replaces');
  if (replaces) await attended(host, leg, replaces);
  else blind(host, leg, target.user);
}

async function attended(host: TransferHost, leg: Leg, replaces: string): Promise<void> {
  const [callId = '', ...params] = replaces.split(';');
  const tags = parseParams(params.join(';'));
  const replaced = host.find(callId, tags.get('to-tag') ?? '');
  if (!replaced) return notify(leg, 481);
  const [one, other] = [host.partnerOf(leg), host.partnerOf(replaced)];
  host.part(leg);
  host.part(replaced);
  if (one && other) await host.join(one, other);
  await notify(leg, 200);
  replaced.hangup();
}

function blind(host: TransferHost, leg: Leg, dialled: string): void {
  const phone = host.partnerOf(leg);
  const call = new TransferredCall(leg, phone, () => host.part(leg));
  const behaviour = host.connect(dialled, call, phone);
  if (phone && behaviour) phone.behaviour = behaviour;
}

/** A phone (or a callee, which needs nothing more) that is put through to somebody else. */
class TransferredCall implements InvitedCall {
  #settled = false;

  constructor(
    private readonly referrer: Leg,
    private readonly phone: Leg | undefined,
    private readonly part: () => void,
  ) {}

  get over(): Promise<void> {
    return (this.phone ?? this.referrer).over;
  }

  progress(code = 180): void {
    if (!this.#settled) void notify(this.referrer, code);
  }

  async early(): Promise<void> {
    this.progress(183);
  }

  async accept(audio?: Parameters<InvitedCall['accept']>[0]): Promise<void> {
    this.#settle(200);
    if (audio !== undefined) await this.phone?.media.play(audio);
  }

  refuse(code: number, options?: ReplyOptions): void {
    this.#settle(code, options?.reason);
  }

  hangup(): void {
    this.phone?.hangup();
  }

  #settle(code: number, reason?: string): void {
    if (this.#settled) return;
    this.#settled = true;
    if (code < 300) this.part();
    void notify(this.referrer, code, reason);
  }
}

async function notify(leg: Leg, code: number, reason = reasonOf(code)): Promise<void> {
  if (leg.state !== 'established') return;
  const state = code < 200 ? 'active;expires=60' : 'terminated;reason=noresource';
  const headers = [
    ['Event', 'refer'],
    ['Subscription-State', state],
    ['Content-Type', 'message/sipfrag;version=2.0'],
  ] as const;
  await leg.request('NOTIFY', headers, `SIP/2.0 ${code} ${reason}\r\n`);
}
