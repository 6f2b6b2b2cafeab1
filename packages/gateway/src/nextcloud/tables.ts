import {index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex} from 'drizzle-orm/pg-core';
import {moment} from '../database/columns.js';

/** Requests of Talk's backend that were taken: one that is sent again by somebody who overheard it is refused. */
export const nextcloudRequests = pgTable(
  'nextcloud_requests',
  {
    /** A hash of its random text. */
    id: text('id').primaryKey(),
    receivedAt: moment('received_at').notNull().defaultNow(),
  },
  (table) => [index('nextcloud_requests_received_at').on(table.receivedAt)],
);

/** Calls that Talk has asked for and has not been told the end of. */
export const nextcloudCalls = pgTable(
  'nextcloud_calls',
  {
    callId: text('call_id').primaryKey(),
    /** Talk's conversation. */
    token: text('token').notNull(),
    /** As Talk gave them. */
    options: jsonb('options').$type<Record<string, unknown>>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextAt: moment('next_at').notNull().defaultNow(),
  },
  (table) => [index('nextcloud_calls_next_at').on(table.nextAt)],
);

/** Participants of rooms with PINs of their own: phones that type one are theirs. */
export const participants = pgTable(
  'participants',
  {
    room: text('room').notNull(),
    actorType: text('actor_type').notNull(),
    actorId: text('actor_id').notNull(),
    displayName: text('display_name').notNull().default(''),
    /** HMAC of the PIN: the only way from a PIN to its participant. */
    pinHash: text('pin_hash').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({columns: [table.room, table.actorType, table.actorId]}),
    uniqueIndex('participants_pin').on(table.pinHash),
  ],
);
