import {and, asc, desc, eq, type SQL} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {sipUserMappings} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {Logger} from '../log/logger.js';
import type {Vault} from '../secrets/vault.js';
import {record, type Actor} from '../audit/audit.js';
import {mappingId, peerOf, readMapping, type Mapping, type MappingRow} from './mapping.js';

/** A new mapping. What is left out has the table's default. */
export interface NewMapping {
  sipUser: string;
  sipPassword: string;
  sipHost: string;
  sipPort?: number;
  sipParameters?: Record<string, unknown>;
  sipHeaders?: Record<string, unknown>;
  userId: string;
  register?: boolean;
  canCall?: boolean;
  canBeCalled?: boolean;
}

/** Where in the vault passwords of mappings are. */
const purpose = 'sip_user_mappings.sip_password';
/** 1: a user. Other kinds of peers have no phone. */
const userPeer = eq(sipUserMappings.peerType, 1);

/** The SIP users of conference users: the table `sip_user_mappings`. Nothing of it is kept here: a change counts at once. */
export class Mappings {
  readonly #queries: Queries;
  readonly #vault: Vault;
  readonly #log: Logger;

  constructor({queries, vault, log}: {queries: Queries; vault: Vault; log: Logger}) {
    this.#queries = queries;
    this.#vault = vault;
    this.#log = log;
  }

  /** All of one user's, those that register and may call first. */
  async ofUser(userId: string): Promise<Mapping[]> {
    const peer = peerOf(userId);
    const {peerId, peerStrId, register, canCall, sipHost, sipUser} = sipUserMappings;
    return this.#read('peerId' in peer ? eq(peerId, peer.peerId) : eq(peerStrId, peer.peerStrId), [
      desc(register),
      desc(canCall),
      asc(sipHost),
      asc(sipUser),
    ]);
  }

  async find({sipUser, sipHost}: {sipUser: string; sipHost: string}): Promise<Mapping | undefined> {
    const here = and(eq(sipUserMappings.sipUser, sipUser), eq(sipUserMappings.sipHost, sipHost));
    return (await this.#read(here))[0];
  }

  /** All mappings, by id. One that cannot be used is left out, and the log says why. */
  async all(): Promise<Mapping[]> {
    return this.#read(undefined, [asc(sipUserMappings.sipHost), asc(sipUserMappings.sipUser)]);
  }

  /** The stored password of a mapping; empty when it has none. For registrations elsewhere only. */
  async passwordOf({sipUser, sipHost}: Mapping): Promise<string> {
    const here = and(eq(sipUserMappings.sipUser, sipUser), eq(sipUserMappings.sipHost, sipHost));
    const [row] = await this.#queries.select().from(sipUserMappings).where(here);
    if (!row) throw new GatewayError('mapping-missing');
    await this.#seal(row);
    return this.#vault.open(row.sipPassword, purpose);
  }

  /** Adds one. Throws `mapping-exists` or `mapping-invalid`, and nothing is changed. */
  async add(mapping: NewMapping, actor: Actor): Promise<Mapping> {
    return (await this.addAll([mapping], actor))[0]!;
  }

  /** Adds all or, when it throws, none. */
  async addAll(mappings: readonly NewMapping[], actor: Actor): Promise<Mapping[]> {
    return this.#queries.transaction(async (transaction) => {
      const added: Mapping[] = [];
      for (const mapping of mappings) added.push(await this.#insert(transaction, mapping, actor));
      return added;
    });
  }

  async #insert(queries: Queries, mapping: NewMapping, actor: Actor): Promise<Mapping> {
    const {userId, sipPassword, ...columns} = mapping;
    const values = {...columns, ...peerOf(userId), sipPassword: this.#vault.seal(sipPassword, purpose)};
    const [row] = await queries.insert(sipUserMappings).values(values).onConflictDoNothing().returning();
    if (!row) throw new GatewayError('mapping-exists', {detail: mappingId(mapping)});
    const added = readMapping(row, this.#revisionOf);
    const subject = `mapping:${mappingId(added)}`;
    await record(queries, {actor, action: 'mapping.add', subject, details: {userId}});
    return added;
  }

  /** Encrypts every password that an operator has written since, or that is under a former key. Resolves with how many. */
  async sealAll(): Promise<number> {
    const rows = await this.#queries.select().from(sipUserMappings);
    const plain = rows.filter(({sipPassword}) => !this.#vault.isCurrent(sipPassword));
    for (const row of plain) await this.#seal(row);
    return plain.length;
  }

  async #read(where: SQL | undefined, order: SQL[] = []): Promise<Mapping[]> {
    const rows = await this.#queries
      .select()
      .from(sipUserMappings)
      .where(and(userPeer, where))
      .orderBy(...order);
    const mappings: Mapping[] = [];
    for (const row of rows) {
      try {
        mappings.push(readMapping(row, this.#revisionOf));
      } catch (error) {
        this.#log.warn({err: error}, 'a SIP user mapping cannot be used');
        continue;
      }
      await this.#seal(row);
    }
    return mappings;
  }

  readonly #revisionOf = ({sipPort, sipParameters, sipPassword}: MappingRow): string => {
    const password = this.#vault.open(sipPassword, purpose);
    return this.#vault.fingerprint(JSON.stringify([sipPort, sipParameters, password]), purpose);
  };

  /** Encrypts the password of a row unless somebody has changed it meanwhile. */
  async #seal({sipUser, sipHost, sipPassword}: MappingRow): Promise<void> {
    if (this.#vault.isCurrent(sipPassword)) return;
    const sealed = this.#vault.seal(this.#vault.open(sipPassword, purpose), purpose);
    await this.#queries
      .update(sipUserMappings)
      .set({sipPassword: sealed})
      .where(
        and(
          eq(sipUserMappings.sipUser, sipUser),
          eq(sipUserMappings.sipHost, sipHost),
          eq(sipUserMappings.sipPassword, sipPassword),
        ),
      );
  }
}
