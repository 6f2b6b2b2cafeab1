import {parseDialTarget, SidetoneError} from '@sidetone/core';
import type {SipDial} from '../asterisk/calls/stored-call.js';
import {GatewayError} from '../errors.js';
import {mappingId, type Mapping} from '../mappings/mapping.js';
import type {Mappings} from '../mappings/mappings.js';
import {registersElsewhere} from '../mappings/sip-access.js';
import type {Settings} from '../settings/table.js';
import type {Outbound} from '../trunks/outbound.js';
import {nameOf} from './phone-name.js';

/** A phone that can be called. */
export interface Target {
  /** E.164, or the SIP user. */
  called: string;
  /** How Asterisk calls a user; a number is called by whichever trunk can. */
  user?: {
    /** Asterisk's endpoint: the user's own. */
    trunk: string;
    /** Asterisk's technology and resource. */
    endpoint: string;
  };
  /** A SIP address; Asterisk's endpoint is made for the call. */
  sip?: SipDial;
  /** What a room reads when nothing else is said. */
  name: string;
  /** The SIP response that stands for Asterisk's not even trying. */
  unreachable: number;
}

/** From what people type to what Asterisk calls: mapped users by their names, and telephone numbers. */
export class Targets {
  constructor(
    private readonly settings: Settings,
    private readonly mappings: Mappings,
    private readonly outbound: Pick<Outbound, 'available'>,
  ) {}

  /** The phone of a conference user. Throws `user-unknown` or `forbidden`. */
  async ofUser(userId: string): Promise<Target> {
    const mappings = await this.mappings.ofUser(userId);
    const here = mappings.find((mapping) => !registersElsewhere(mapping, this.settings));
    if (!here) throw new GatewayError('user-unknown', {detail: userId});
    return userTarget(here);
  }

  /** `bob`, `bob@sip.example.org`, or a number in any common writing. Throws `number-invalid`, `user-unknown`, `forbidden` or `dial-out-off`. */
  async find(typed: string): Promise<Target> {
    const {SIP_DOMAINS, ROOM_TELEPHONY_DEFAULT_COUNTRY: country} = this.settings;
    const user = await this.#mapped(typed.trim());
    if (user) return userTarget(user);
    const {number, postDial} = read(typed, SIP_DOMAINS[0]!, country);
    if (postDial) throw invalid('digits after the number: send them when the call is connected');
    if (number !== undefined) return this.numberTarget(number);
    if (/^[\d\s+()./-]+$/.test(typed)) throw invalid('there can be no such number');
    throw new GatewayError('user-unknown', {detail: typed});
  }

  /** A telephone number, E.164. Throws `dial-out-off` where there is no trunk. */
  async numberTarget(number: string): Promise<Target> {
    if (!(await this.outbound.available())) throw new GatewayError('dial-out-off');
    return {called: number, name: nameOf({number, name: ''}, this.settings), unreachable: 503};
  }

  async #mapped(typed: string): Promise<Mapping | undefined> {
    const [user = '', host] = typed.replace(/^sips?:/i, '').split('@');
    const hosts = host === undefined ? this.settings.SIP_DOMAINS : [host];
    for (const sipHost of hosts) {
      const mapping = await this.mappings.find({sipUser: user, sipHost});
      if (mapping && !registersElsewhere(mapping, this.settings)) return mapping;
    }
    return undefined;
  }
}

function userTarget(mapping: Mapping): Target {
  if (!mapping.canBeCalled) throw new GatewayError('forbidden', {detail: 'this user takes no calls'});
  const trunk = mappingId(mapping);
  const {sipUser} = mapping;
  return {called: sipUser, user: {trunk, endpoint: `PJSIP/${trunk}`}, name: sipUser, unreachable: 480};
}

function read(typed: string, domain: string, country: Settings['ROOM_TELEPHONY_DEFAULT_COUNTRY']) {
  try {
    return parseDialTarget(typed, {domain, country});
  } catch (error) {
    if (error instanceof SidetoneError) throw invalid(error.message);
    throw error;
  }
}

const invalid = (detail: string) => new GatewayError('number-invalid', {detail});
