import {asc, eq} from 'drizzle-orm';
import type {CountryCode} from 'libphonenumber-js';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {GatewayError} from '../errors.js';
import {canonicalUri, sipAddress} from './sip-uri.js';
import {inboundMappings} from './tables.js';

/** Calls to an address are calls into a channel. */
export interface InboundMapping {
  /** The URI that the To header has, in its canonical writing. */
  sipUsername: string;
  /** A channel is a room. */
  channelId: string;
  createdAt: Date;
}

interface InboundMappingsOptions {
  queries: Queries;
  /** Of numbers that are written without a country code. */
  country: CountryCode;
}

/** Which channel a call is for, by the URI that was called. */
export class InboundMappings {
  readonly #queries: Queries;
  readonly #country: CountryCode;

  constructor({queries, country}: InboundMappingsOptions) {
    this.#queries = queries;
    this.#country = country;
  }

  /** Throws `inbound-mapping-invalid` and `inbound-mapping-exists`. */
  async add(
    {sipUsername, channelId}: Pick<InboundMapping, 'sipUsername' | 'channelId'>,
    actor: Actor,
  ): Promise<InboundMapping> {
    const uri = this.#canonical(sipUsername);
    try {
      return await this.#queries.transaction(async (transaction) => {
        const [row] = await transaction
          .insert(inboundMappings)
          .values({sipUsername: uri, channelId})
          .returning();
        await record(transaction, {actor, action: 'inbound-mapping.add', subject: uri, details: {channelId}});
        return row!;
      });
    } catch (error) {
      if (isTaken(error)) throw new GatewayError('inbound-mapping-exists', {detail: uri, cause: error});
      throw error;
    }
  }

  async list(): Promise<InboundMapping[]> {
    return this.#queries.select().from(inboundMappings).orderBy(asc(inboundMappings.sipUsername));
  }

  /** Leads calls elsewhere from the next one on. Throws `inbound-mapping-unknown`. */
  async change(sipUsername: string, channelId: string, actor: Actor): Promise<InboundMapping> {
    const uri = this.#canonical(sipUsername);
    return this.#queries.transaction(async (transaction) => {
      const [row] = await transaction
        .update(inboundMappings)
        .set({channelId})
        .where(eq(inboundMappings.sipUsername, uri))
        .returning();
      if (!row) throw new GatewayError('inbound-mapping-unknown', {detail: uri});
      await record(transaction, {
        actor,
        action: 'inbound-mapping.change',
        subject: uri,
        details: {channelId},
      });
      return row;
    });
  }

  /** Throws `inbound-mapping-unknown`. */
  async remove(sipUsername: string, actor: Actor): Promise<void> {
    const uri = this.#canonical(sipUsername);
    await this.#queries.transaction(async (transaction) => {
      const removed = await transaction
        .delete(inboundMappings)
        .where(eq(inboundMappings.sipUsername, uri))
        .returning();
      if (!removed.length) throw new GatewayError('inbound-mapping-unknown', {detail: uri});
      await record(transaction, {actor, action: 'inbound-mapping.remove', subject: uri});
    });
  }

  /** The channel of a To header, `undefined` when there is none. */
  async find(to: string): Promise<string | undefined> {
    const address = sipAddress(to);
    if (!address) return undefined;
    const [row] = await this.#queries
      .select({channelId: inboundMappings.channelId})
      .from(inboundMappings)
      .where(eq(inboundMappings.sipUsername, canonicalUri(address, this.#country)));
    return row?.channelId;
  }

  #canonical(sipUsername: string): string {
    // `user@host` is what people write.
    const address = sipAddress(/^sips?:|</i.test(sipUsername) ? sipUsername : `sip:${sipUsername}`);
    if (!address?.user)
      throw new GatewayError('inbound-mapping-invalid', {
        detail: 'an address such as sip:+41446681800@example.org',
      });
    return canonicalUri(address, this.#country);
  }
}
