import {index, pgTable, primaryKey, text} from 'drizzle-orm/pg-core';
import {moment} from '../database/columns.js';

/** Users who have left a room in which calls end with them: when that is looked at, unless they are back. */
export const ownerDepartures = pgTable(
  'owner_departures',
  {
    room: text('room').notNull(),
    owner: text('owner').notNull(),
    dueAt: moment('due_at').notNull(),
  },
  (table) => [
    primaryKey({columns: [table.room, table.owner]}),
    index('owner_departures_due_at').on(table.dueAt),
  ],
);
