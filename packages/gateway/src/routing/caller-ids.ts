import {asc, eq} from 'drizzle-orm';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {GatewayError} from '../errors.js';
import type {ClientInfo} from '../trunks/outbound-route.js';
import {checkPattern, displayName, userPart} from './caller-id.js';
import {outboundCallerIds} from './tables.js';

/** Patterns of a channel: `{userAlias} in the shop`. */
export interface CallerIdPatterns {
  /** Left out, no name is shown. */
  displayName?: string;
  /** Left out, the trunk's username. */
  username?: string;
}

/** How those who call out of a channel appear at the other end. */
export class CallerIds {
  constructor(private readonly queries: Queries) {}

  /** Throws `caller-id-invalid`. */
  async set(channelId: string, patterns: CallerIdPatterns, actor: Actor): Promise<void> {
    const {displayName: name = null, username = null} = patterns;
    for (const pattern of [name, username]) if (pattern !== null) checkPattern(pattern);
    await this.queries.transaction(async (transaction) => {
      const columns = {displayName: name, username};
      await transaction
        .insert(outboundCallerIds)
        .values({channelId, ...columns})
        .onConflictDoUpdate({target: outboundCallerIds.channelId, set: columns});
      await record(transaction, {
        actor,
        action: 'caller-id.set',
        subject: `room:${channelId}`,
        details: {...patterns},
      });
    });
  }

  /** Empty where nothing was set. */
  async get(channelId: string): Promise<CallerIdPatterns> {
    const [row] = await this.queries
      .select()
      .from(outboundCallerIds)
      .where(eq(outboundCallerIds.channelId, channelId));
    return row ? patternsOf(row) : {};
  }

  async list(): Promise<(CallerIdPatterns & {channelId: string})[]> {
    const rows = await this.queries
      .select()
      .from(outboundCallerIds)
      .orderBy(asc(outboundCallerIds.channelId));
    return rows.map((row) => ({channelId: row.channelId, ...patternsOf(row)}));
  }

  /** Throws `caller-id-unknown`. */
  async remove(channelId: string, actor: Actor): Promise<void> {
    await this.queries.transaction(async (transaction) => {
      const removed = await transaction
        .delete(outboundCallerIds)
        .where(eq(outboundCallerIds.channelId, channelId))
        .returning();
      if (!removed.length) throw new GatewayError('caller-id-unknown', {detail: channelId});
      await record(transaction, {actor, action: 'caller-id.remove', subject: `room:${channelId}`});
    });
  }

  /** Who calls, as From shows it. A number pattern of which nothing is left is as none. */
  async of(
    channelId: string,
    client: ClientInfo,
    otherwise: string,
  ): Promise<{name: string; number: string}> {
    const {displayName: name = '', username = ''} = await this.get(channelId);
    return {name: displayName(name, client), number: userPart(username, client) || otherwise};
  }
}

const patternsOf = ({
  displayName: name,
  username,
}: typeof outboundCallerIds.$inferSelect): CallerIdPatterns => ({
  ...(name !== null && {displayName: name}),
  ...(username !== null && {username}),
});
