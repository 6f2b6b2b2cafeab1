import {createHash, randomBytes} from 'node:crypto';
import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';
import type {Mapping} from './mapping.js';
import type {Mappings, NewMapping} from './mappings.js';

/** Gives a new user a mapping when the settings say so: user 434 becomes `sip:<prefix>434@<host>`. */
export class Autocreate {
  constructor(
    private readonly settings: Settings,
    private readonly mappings: Mappings,
  ) {}

  /** The user's new mapping; `undefined` when there is one already, or autocreate is off. */
  async ensure(userId: string): Promise<Mapping | undefined> {
    if (!this.settings['modules.sip.autocreate.on']) return undefined;
    if ((await this.mappings.ofUser(userId)).length) return undefined;
    try {
      return await this.mappings.add(this.#mappingFor(userId), 'gateway');
    } catch (error) {
      // Another session of the same user was first.
      if (error instanceof GatewayError && error.code === 'mapping-exists') return undefined;
      throw error;
    }
  }

  #mappingFor(userId: string): NewMapping {
    const {settings} = this;
    return {
      userId,
      sipUser: `${settings['modules.sip.autocreate.user-prefix']}${sipName(userId)}`,
      sipPassword: settings['modules.sip.autocreate.password'] ?? randomBytes(18).toString('base64url'),
      sipHost: settings['modules.sip.autocreate.host'] ?? settings.SIP_DOMAINS[0]!,
      sipPort: settings['modules.sip.autocreate.port'],
      sipParameters: settings['modules.sip.autocreate.parameters'],
      sipHeaders: settings['modules.sip.autocreate.headers'],
      register: settings['modules.sip.autocreate.register'],
    };
  }
}

/** The user id, or, where it has characters that no SIP user has, something like it that no other user gets. */
function sipName(userId: string): string {
  const name = userId.replace(/[^A-Za-z0-9._-]/g, '_');
  return name === userId ? name : `${name}-${createHash('sha256').update(userId).digest('hex').slice(0, 8)}`;
}
