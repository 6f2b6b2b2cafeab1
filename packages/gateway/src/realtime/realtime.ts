import {isAway} from '../database/failures.js';
import {GatewayError} from '../errors.js';
import type {CallStore} from '../asterisk/calls/call-store.js';
import {dialEndpoint, dialPassword, readDialEndpointId} from '../calls/sip-dial.js';
import type {Vault} from '../secrets/vault.js';
import type {Credentials} from '../mappings/credentials.js';
import {readMappingId, type Mapping} from '../mappings/mapping.js';
import type {Mappings} from '../mappings/mappings.js';
import {registersElsewhere} from '../mappings/sip-access.js';
import type {Settings} from '../settings/table.js';
import {trunkAor, trunkAuth, trunkEndpoint} from '../trunks/rows.js';
import {readTrunkEndpointId} from '../trunks/trunk.js';
import type {Trunks} from '../trunks/trunks.js';
import {LateError, within} from '../within.js';
import {matches, type Filter} from './filter.js';
import {LastAnswers} from './last-answers.js';
import {
  browserAor,
  browserAuth,
  browserEndpoint,
  providerAor,
  providerAuth,
  providerEndpoint,
  providerId,
  strangerRow,
  userRow,
  withoutSide,
  currentProviderId,
  type RealtimeRow,
} from './rows.js';

/** Tables that Asterisk asks for. */
export const realtimeTables = ['ps_endpoints', 'ps_auths', 'ps_aors', 'sidetone_users'] as const;
export type RealtimeTable = (typeof realtimeTables)[number];

/** ms that the database may take before it counts as away: Asterisk waits four seconds, and asks several times a call. */
const patience = 1500;
/** ms for which an answer is repeated at most while the database is away. */
const longestMemory = 300_000;

interface RealtimeOptions {
  settings: Settings;
  trunks: Trunks;
  /** Calls to SIP addresses have endpoints of their own. */
  dials: Pick<CallStore, 'find'>;
  vault: Pick<Vault, 'open'>;
  mappings: Mappings;
  credentials: Credentials;
  clock: () => number;
}

/**
 * Answers Asterisk's look-ups from the mappings: who may register, where, and what each may do. While the database
 * is away, who may register is what it was; what each may do is not answered, so that no permission outlives its end.
 */
export class Realtime {
  private readonly settings: Settings;
  private readonly trunks: Trunks;
  private readonly dials: RealtimeOptions['dials'];
  private readonly vault: RealtimeOptions['vault'];
  private readonly mappings: Mappings;
  private readonly credentials: Credentials;
  readonly #answers: LastAnswers;

  constructor({settings, trunks, dials, vault, mappings, credentials, clock}: RealtimeOptions) {
    this.settings = settings;
    this.trunks = trunks;
    this.dials = dials;
    this.vault = vault;
    this.mappings = mappings;
    this.credentials = credentials;
    // With what Asterisk remembers itself, shorter than a digest stays among those in use.
    const life = Math.min(longestMemory, settings.CREDENTIAL_LIFE / 4);
    this.#answers = new LastAnswers({life, clock});
  }

  /** Rows of a table that pass all filters. */
  async find(table: RealtimeTable, filters: readonly Filter[]): Promise<readonly RealtimeRow[]> {
    const id = filters.find(({field, operator}) => field === 'id' && operator === '=')?.value;
    const question =
      id === undefined || table === 'sidetone_users' ? undefined : JSON.stringify([table, filters]);
    try {
      const rows = await within(patience, this.#find(table, filters, id));
      if (question !== undefined) this.#answers.keep(question, rows);
      return rows;
    } catch (error) {
      const away = error instanceof LateError || isAway(error);
      const rows = away && question !== undefined ? this.#answers.recall(question) : undefined;
      if (!rows) throw error instanceof LateError ? new GatewayError('unavailable', {cause: error}) : error;
      return rows;
    }
  }

  async #find(
    table: RealtimeTable,
    filters: readonly Filter[],
    id: string | undefined,
  ): Promise<RealtimeRow[]> {
    const trunk = id === undefined ? undefined : readTrunkEndpointId(id);
    if (trunk) return this.#trunkRows(table, trunk);
    const dial = id === undefined ? undefined : readDialEndpointId(id);
    if (dial) return this.#dialRows(table, dial, id!);
    const candidates = await this.#candidates(id);
    const rows = (await Promise.all(candidates.map((mapping) => this.#rows(table, mapping, id)))).flat();
    if (table === 'sidetone_users' && id !== undefined && !rows.length) rows.push(strangerRow(id));
    return rows.filter((row) => filters.every((filter) => matches(row, filter)));
  }

  /** Asked for by name only, and only as the trunk is now. */
  async #trunkRows(
    table: RealtimeTable,
    {id, revision}: {id: string; revision: number},
  ): Promise<RealtimeRow[]> {
    const trunk = await this.trunks.find(id);
    if (!trunk || trunk.revision !== revision) return [];
    switch (table) {
      case 'ps_endpoints':
        return [trunkEndpoint(trunk)];
      case 'ps_auths':
        return [trunkAuth(trunk, await this.trunks.passwordOf(id))];
      case 'ps_aors':
        return [trunkAor(trunk)];
      case 'sidetone_users':
        return [];
    }
  }

  async #dialRows(
    table: RealtimeTable,
    {callId, way}: NonNullable<ReturnType<typeof readDialEndpointId>>,
    id: string,
  ): Promise<RealtimeRow[]> {
    const sip = (await this.dials.find(callId))?.dial?.sip;
    if (!sip) return [];
    if (table === 'ps_endpoints') return [dialEndpoint(sip, {id, way})];
    if (table !== 'ps_auths' || !sip.auth) return [];
    const {username, password} = sip.auth;
    return [{id, auth_type: 'userpass', username, password: this.vault.open(password, dialPassword)}];
  }

  /** One mapping when the id says which, all otherwise. */
  async #candidates(id: string | undefined): Promise<Mapping[]> {
    if (id === undefined) return this.mappings.all();
    const key = readMappingId(withoutSide(id));
    const mapping = key && (await this.mappings.find(key));
    return mapping ? [mapping] : [];
  }

  /** `id`: the only one that is wanted. */
  async #rows(table: RealtimeTable, mapping: Mapping, id?: string): Promise<RealtimeRow[]> {
    const {settings} = this;
    // Its phone registers at another server, which Asterisk has nothing to do with.
    if (registersElsewhere(mapping, settings)) return [];
    const local = settings.SIP_DOMAINS.includes(mapping.sipHost);
    const provider = !local;
    // Asked for by name only: a list of all has each once.
    const facing = id === currentProviderId(mapping) ? id : providerId(mapping);
    switch (table) {
      case 'ps_endpoints': {
        const options = {fields: settings.ASTERISK_ENDPOINT_FIELDS, mayRegister: mapping.register || !local};
        return [browserEndpoint(mapping, options), ...(provider ? [providerEndpoint(mapping, facing)] : [])];
      }
      case 'ps_auths':
        return [
          ...(await this.#browserAuths(mapping)),
          ...(provider ? [await this.#providerAuth(mapping, facing)] : []),
        ];
      case 'ps_aors':
        return [browserAor(mapping), ...(provider ? [providerAor(mapping, facing)] : [])];
      case 'sidetone_users':
        return [userRow(mapping, {provider})];
    }
  }

  async #browserAuths(mapping: Mapping): Promise<RealtimeRow[]> {
    const realm = this.settings.SIP_DOMAINS[0]!;
    const digests = await this.credentials.digests(mapping);
    return digests.map((digest, index) => browserAuth(mapping, index, digest, realm));
  }

  async #providerAuth(mapping: Mapping, id: string): Promise<RealtimeRow> {
    return providerAuth(mapping, id, await this.mappings.passwordOf(mapping));
  }
}
