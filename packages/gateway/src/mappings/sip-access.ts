import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';
import type {Actor} from '../audit/audit.js';
import type {Credentials} from './credentials.js';
import {expiry} from './expiry.js';
import {mappingId, type Mapping} from './mapping.js';
import type {Mappings} from './mappings.js';

/** What a browser needs to be a user's phone. */
export interface SipAccess {
  servers: string[];
  /** `sip:alice@example.org` */
  aor: string;
  authUser: string;
  password: string;
  /** ISO 8601; `null` for a password that does not expire: the one of a WebSocket mapping elsewhere. */
  expiresAt: string | null;
  /** `short-lived`: made here, for Asterisk. `mapping`: the mapping's own password, for the server that it names. */
  passwordKind: 'short-lived' | 'mapping';
  /** Seconds to ask for in REGISTER; left out, what the phone thinks right. */
  registerExpires?: number;
  register: boolean;
  canCall: boolean;
  canBeCalled: boolean;
}

/** Whether browsers register at the server that the mapping names, and not at our Asterisk. */
export function registersElsewhere({transport, sipHost}: Mapping, {SIP_DOMAINS}: Settings): boolean {
  return (transport === 'ws' || transport === 'wss') && !SIP_DOMAINS.includes(sipHost);
}

/** Whether Asterisk registers for the user at the server that the mapping names. */
export function needsOutboundRegistration(mapping: Mapping, {SIP_DOMAINS}: Settings): boolean {
  return mapping.register && !mapping.transport.startsWith('ws') && !SIP_DOMAINS.includes(mapping.sipHost);
}

/** WebSocket addresses of a mapping: by its `host` header, where there is one, then by its host and port. */
function serversOf({transport, sipHost, sipPort, http}: Mapping): string[] {
  const authorities = [...(http.host === undefined ? [] : [http.host]), `${sipHost}:${sipPort}`];
  return [
    ...new Set(authorities.map((authority) => new URL(`${transport}://${authority}${http.location}`).href)),
  ];
}

/** Hands a user the access to one of its own mappings. */
export class SipAccessService {
  constructor(
    private readonly settings: Settings,
    private readonly mappings: Mappings,
    private readonly credentials: Credentials,
  ) {}

  /** For the user's first mapping, or the one of `aor`. Throws `mapping-missing` or `asterisk-missing`. */
  async forUser(userId: string, aor?: string): Promise<SipAccess> {
    const own = await this.mappings.ofUser(userId);
    const mapping = own.find((one) => aor === undefined || aor === `sip:${mappingId(one)}`);
    if (!mapping) throw new GatewayError('mapping-missing');
    return {
      aor: `sip:${mappingId(mapping)}`,
      authUser: mapping.sipUser,
      ...(registersElsewhere(mapping, this.settings)
        ? await this.#elsewhere(mapping)
        : await this.#atAsterisk(mapping, `browser:${userId}`)),
      canCall: mapping.canCall,
      canBeCalled: mapping.canBeCalled,
    };
  }

  /** The browser itself is the SIP user there: nothing but the mapping's own password will do. */
  async #elsewhere(mapping: Mapping) {
    return {
      servers: serversOf(mapping),
      password: await this.mappings.passwordOf(mapping),
      expiresAt: null,
      passwordKind: 'mapping' as const,
      registerExpires: expiry(this.settings),
      register: mapping.register,
    };
  }

  async #atAsterisk(mapping: Mapping, actor: Actor) {
    const servers = this.settings.ASTERISK.flatMap(({wss}) => wss);
    if (!servers.length) throw new GatewayError('asterisk-missing');
    const {password, expiresAt} = await this.credentials.issue(mapping, actor);
    return {
      servers,
      password,
      expiresAt: expiresAt.toISOString(),
      passwordKind: 'short-lived' as const,
      register: mapping.register || !this.settings.SIP_DOMAINS.includes(mapping.sipHost),
    };
  }
}
