import {index, jsonb, pgTable, primaryKey, text} from 'drizzle-orm/pg-core';
import {moment} from '../database/columns.js';

/** Which channel a call is for, by the URI in its To header. A channel is a room. */
export const inboundMappings = pgTable('sip_inbound_mappings', {
  /** `sip:+41446681800@provider.example.org`: as `canonicalUri` writes it. */
  sipUsername: text('sip_username').primaryKey(),
  channelId: text('channel_id').notNull(),
  createdAt: moment('created_at').notNull().defaultNow(),
});

/** How those who call out of a channel appear. */
export const outboundCallerIds = pgTable('sip_outbound_caller_ids', {
  channelId: text('channel_id').primaryKey(),
  /** `{userAlias} in the shop`; left out, no name. */
  displayName: text('display_name'),
  /** Left out, the trunk's username. */
  username: text('username'),
});

/** INVITEs as Asterisk received them, for as long as somebody may ask: digests and keys removed. */
export const sipInvites = pgTable(
  'sip_invites',
  {
    asteriskId: text('asterisk_id').notNull(),
    /** SIP's Call-ID, as the dialplan passes it on. */
    callId: text('call_id').notNull(),
    headers: jsonb('headers').$type<Readonly<Record<string, string>>>().notNull(),
    sdp: text('sdp').notNull(),
    /** The call about which the inbound webhook was asked: it is to hear when the caller gives up. */
    askedFor: text('asked_for'),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({columns: [table.asteriskId, table.callId]}), index('sip_invites_at').on(table.at)],
);
