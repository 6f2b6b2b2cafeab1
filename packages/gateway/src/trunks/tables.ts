import {sql} from 'drizzle-orm';
import {boolean, check, integer, pgTable, primaryKey, text} from 'drizzle-orm/pg-core';
import {moment} from '../database/columns.js';

/** How a provider of telephone numbers is reached. */
export type TrunkTransport = 'udp' | 'tcp' | 'tls';

/** Providers of telephone numbers. */
export const sipTrunks = pgTable(
  'sip_trunks',
  {
    /** Short and lasting: it is the name of Asterisk's endpoint too. */
    id: text('id').primaryKey(),
    domain: text('domain').notNull(),
    transport: text('transport').$type<TrunkTransport>().notNull().default('udp'),
    port: integer('port').notNull().default(5060),
    register: boolean('register').notNull().default(true),
    /** Whether calls may go out by it. */
    canTerminate: boolean('can_terminate').notNull().default(true),
    username: text('username').notNull().default(''),
    /** Sealed. */
    password: text('password').notNull().default(''),
    /** Left out, the username. */
    authId: text('auth_id').notNull().default(''),
    /** The lowest first. */
    position: integer('position').notNull().default(0),
    /** Another one with each change, so that Asterisk remembers nothing of what was. */
    revision: integer('revision').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Tries in a row that failed; 0 when the last one worked. */
    failures: integer('failures').notNull().default(0),
    /** No call goes out by it before. */
    retryAt: moment('retry_at'),
    lastError: text('last_error'),
    lastErrorAt: moment('last_error_at'),
  },
  (table) => [
    check('sip_trunks_port', sql`${table.port} between 1 and 65535`),
    check('sip_trunks_transport', sql`${table.transport} in ('udp', 'tcp', 'tls')`),
  ],
);

/** `registering`: not answered yet. `refused`: the provider says no. `unreachable`: nobody answers. */
export type RegistrationState = 'registering' | 'registered' | 'refused' | 'unreachable';

/** Whether a trunk is registered, by the Asterisk that registers. */
export const trunkRegistrations = pgTable(
  'sip_trunk_registrations',
  {
    asteriskId: text('asterisk_id').notNull(),
    trunkId: text('trunk_id')
      .notNull()
      .references(() => sipTrunks.id, {onDelete: 'cascade', onUpdate: 'cascade'}),
    state: text('state').$type<RegistrationState>().notNull(),
    /** The last SIP response to REGISTER. */
    code: integer('code'),
    message: text('message'),
    expiresAt: moment('expires_at'),
    changedAt: moment('changed_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({columns: [table.asteriskId, table.trunkId]})],
);
