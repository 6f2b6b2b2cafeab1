import {randomUUID} from 'node:crypto';
import {readMappingId} from '../../mappings/mapping.js';
import type {IvrEvent, IvrState} from '../../ivr/state.js';
import type {ClientInfo} from '../../trunks/outbound-route.js';

/** How a phone is called. A number is called by trunks, which say how one after the other: {@link IvrState.via}. */
export interface Dial {
  /** Asterisk's technology and resource: `PJSIP/alice@example.org`. */
  endpoint: string;
  /** Who calls, as the phone shows it. */
  callerId: {number: string; name: string};
  /** Of a number: who calls, as the trunk is chosen by. */
  client?: ClientInfo;
  /** Of a SIP address. */
  sip?: SipDial;
  /** Of one that is in the room at once: what everybody there reads. */
  leg?: {metadata?: string; trackName: string};
  /** The SIP response that stands for Asterisk's not even trying: nobody is registered, or there is no such trunk. */
  unreachable: number;
}

/** How a SIP address is called that is no user and no trunk's number: Asterisk's endpoint is made for this call alone. */
export interface SipDial {
  uri: string;
  transport: 'udp' | 'tcp' | 'tls';
  /** SRTP, or the call fails. */
  secure: boolean;
  from?: {user: string; domain: string};
  headers: readonly (readonly [name: string, value: string])[];
  auth?: {username: string; /** Sealed. */ password: string};
}

/** A phone in the IVR, in a room or called, as the database has it. */
export interface StoredCall {
  readonly id: string;
  readonly asteriskId: string;
  readonly channelId: string;
  /** The endpoint that the call came from. */
  readonly trunk: string;
  /** The caller's number, empty when withheld. */
  readonly caller: string;
  readonly called: string;
  /** What people in the room read of the phone. */
  readonly name: string;
  /** The conference user whose call it is. */
  readonly owner?: string;
  /** The application from which it was called, or to which its number leads. */
  readonly application?: string;
  /** Of one that is called. */
  readonly dial?: Dial;
  readonly state: IvrState;
  /** Asterisk's time of the last digit that was taken in: those up to it have been handled. */
  readonly heardUntil: string;
  /** Grows with every change. */
  readonly revision: number;
}

/** Of a trunk or a SIP address, not of a mapped user's own phone. */
export const isOfTrunk = ({dial, trunk}: StoredCall): boolean =>
  dial ? Boolean(dial.client ?? dial.sip) : !readMappingId(trunk);

/** What an event changes of the call besides its state: by which trunk it goes, each try a channel of its own, or whose call it is. */
export function changesBy(event: IvrEvent, {state, channelId}: StoredCall): Partial<StoredCall> {
  if (event.type === 'chosen' && event.route.kind === 'trunk' && !state.via) {
    const {trunk, callerId} = event.route;
    const again = state.tried?.length ? `sidetone-out-${randomUUID()}` : channelId;
    return {trunk, caller: callerId.number, channelId: again};
  }
  if (event.type === 'verdict' && 'holder' in event.verdict) return {...event.verdict.holder};
  if (event.type === 'routed' && event.route.kind === 'room') {
    const {user, application} = event.route;
    return {...(user !== undefined && {owner: user}), ...(application !== undefined && {application})};
  }
  return {};
}
