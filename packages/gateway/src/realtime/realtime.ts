import type {Credentials} from '../mappings/credentials.js';
import {readMappingId, type Mapping} from '../mappings/mapping.js';
import type {Mappings} from '../mappings/mappings.js';
import {needsOutboundRegistration, registersElsewhere} from '../mappings/sip-access.js';
import type {Settings} from '../settings/table.js';
import {matches, type Filter} from './filter.js';
import {
  browserAor,
  browserAuth,
  browserEndpoint,
  providerAor,
  providerAuth,
  providerEndpoint,
  providerRegistration,
  userRow,
  type RealtimeRow,
} from './rows.js';

/** Tables that Asterisk asks for. */
export const realtimeTables = [
  'ps_endpoints',
  'ps_auths',
  'ps_aors',
  'ps_registrations',
  'sidetone_users',
] as const;
export type RealtimeTable = (typeof realtimeTables)[number];

/** Answers Asterisk's look-ups from the mappings: who may register, where, and what each may do. */
export class Realtime {
  constructor(
    private readonly settings: Settings,
    private readonly mappings: Mappings,
    private readonly credentials: Credentials,
  ) {}

  /** Rows of a table that pass all filters. */
  async find(table: RealtimeTable, filters: readonly Filter[]): Promise<RealtimeRow[]> {
    const candidates = await this.#candidates(filters);
    const rows = await Promise.all(candidates.map((mapping) => this.#rows(table, mapping)));
    return rows.flat().filter((row) => filters.every((filter) => matches(row, filter)));
  }

  /** One mapping when the id says which, all otherwise. */
  async #candidates(filters: readonly Filter[]): Promise<Mapping[]> {
    const id = filters.find(({field, operator}) => field === 'id' && operator === '=')?.value;
    if (id === undefined) return this.mappings.all();
    const key = readMappingId(id.replace(/~[a-z0-9]+$/, ''));
    const mapping = key && (await this.mappings.find(key));
    return mapping ? [mapping] : [];
  }

  async #rows(table: RealtimeTable, mapping: Mapping): Promise<RealtimeRow[]> {
    const {settings} = this;
    // Its phone registers at another server, which Asterisk has nothing to do with.
    if (registersElsewhere(mapping, settings)) return [];
    const local = settings.SIP_DOMAINS.includes(mapping.sipHost);
    const provider = !local;
    switch (table) {
      case 'ps_endpoints': {
        const options = {fields: settings.ASTERISK_ENDPOINT_FIELDS, mayRegister: mapping.register || !local};
        return [browserEndpoint(mapping, options), ...(provider ? [providerEndpoint(mapping)] : [])];
      }
      case 'ps_auths':
        return [
          ...(await this.#browserAuths(mapping)),
          ...(provider ? [await this.#providerAuth(mapping)] : []),
        ];
      case 'ps_aors':
        return [browserAor(mapping), ...(provider ? [providerAor(mapping)] : [])];
      case 'ps_registrations':
        return needsOutboundRegistration(mapping, settings)
          ? [providerRegistration(mapping, this.#expiry())]
          : [];
      case 'sidetone_users':
        return [userRow(mapping, {provider})];
    }
  }

  async #browserAuths(mapping: Mapping): Promise<RealtimeRow[]> {
    const realm = this.settings.SIP_DOMAINS[0]!;
    const digests = await this.credentials.digests(mapping);
    return digests.map((digest, index) => browserAuth(mapping, index, digest, realm));
  }

  async #providerAuth(mapping: Mapping): Promise<RealtimeRow> {
    return providerAuth(mapping, await this.mappings.passwordOf(mapping));
  }

  /** Asterisk refreshes a registration shortly before it expires: a shorter interval is a shorter expiry. */
  #expiry(): {expires: number} {
    const {settings} = this;
    const milliseconds = Math.min(
      settings['modules.sip.register.expires'],
      settings['modules.sip.register.interval'],
    );
    return {expires: Math.max(60, Math.round(milliseconds / 1000))};
  }
}
