import {pgTable, text} from 'drizzle-orm/pg-core';
import {moment} from '../database/columns.js';

/** Whoever may use the dial API: OpenTok's projects. */
export const opentokProjects = pgTable('opentok_projects', {
  apiKey: text('api_key').primaryKey(),
  /** Sealed. */
  secret: text('secret').notNull(),
  name: text('name').notNull().default(''),
  createdAt: moment('created_at').notNull().defaultNow(),
});
