import {sql} from 'drizzle-orm';
import {bigint, index, integer, pgTable, text, unique, uniqueIndex} from 'drizzle-orm/pg-core';
import {identity, moment} from '../database/columns.js';

/** Where callbacks go. */
export const callbackEndpoints = pgTable(
  'callback_endpoints',
  {
    id: text('id').primaryKey(),
    /** Whose events it gets; empty: those of calls, as Sidetone writes them. */
    project: text('project').notNull().default(''),
    url: text('url').notNull(),
    /** Sealed. */
    secret: text('secret').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Since when nobody is there; null when the last callback arrived. */
    failingSince: moment('failing_since'),
  },
  (table) => [unique('callback_endpoints_url').on(table.project, table.url)],
);

/** `waiting`: to be sent, or sent again. `dead`: given up. One that arrived is removed. */
export type CallbackState = 'waiting' | 'dead';

/** What has not arrived yet. */
export const callbacks = pgTable(
  'callbacks',
  {
    /** In the order of what happened, within a call. */
    seq: identity('seq').primaryKey(),
    /** The same each time that it is sent. */
    id: text('id')
      .notNull()
      .default(sql`gen_random_uuid()`),
    endpointId: text('endpoint_id')
      .notNull()
      .references(() => callbackEndpoints.id, {onDelete: 'cascade'}),
    /** What is sent one after the other: a call's id. */
    lane: text('lane').notNull(),
    type: text('type').notNull(),
    /** JSON, to the byte as it is signed. */
    body: text('body').notNull(),
    state: text('state').$type<CallbackState>().notNull().default('waiting'),
    attempts: integer('attempts').notNull().default(0),
    lastError: text('last_error'),
    createdAt: moment('created_at').notNull().defaultNow(),
    nextAt: moment('next_at').notNull().defaultNow(),
    /** A try that fails after this is the last. */
    giveUpAt: moment('give_up_at').notNull(),
    /** The sender that has it, until when unless that one says that it lives. */
    holder: text('holder'),
    heldUntil: moment('held_until'),
    /** Counts up with each hold. */
    hold: bigint('hold', {mode: 'number'}).notNull().default(0),
  },
  (table) => [
    uniqueIndex('callbacks_id').on(table.id),
    index('callbacks_lane')
      .on(table.endpointId, table.lane, table.seq)
      .where(sql`${table.state} = 'waiting'`),
    index('callbacks_held')
      .on(table.holder)
      .where(sql`${table.holder} is not null`),
    index('callbacks_due')
      .on(table.endpointId, table.nextAt, table.seq)
      .where(sql`${table.state} = 'waiting'`),
  ],
);
