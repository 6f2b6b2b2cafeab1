import {sql} from 'drizzle-orm';
import {afterAll, afterEach, beforeAll, describe} from 'vitest';
import {openDatabase, type Database} from '../database/database.js';
import {startPostgres, type PostgresServer} from './postgres.js';

const patience = 120_000;

/**
 * Defines the same tests twice: with PGlite and with PostgreSQL, each migrated, and emptied after every test.
 * `database` gives the present one; call it within a test.
 */
export function onEachDatabase(define: (database: () => Database) => void): void {
  describe.each(['PGlite', 'PostgreSQL'])('%s', (kind) => {
    let server: PostgresServer | undefined;
    let database: Database;
    beforeAll(async () => {
      if (kind === 'PostgreSQL') server = await startPostgres();
      database = await openDatabase({url: server?.url});
      await database.migrate();
    }, patience);
    afterEach(() => empty(database));
    afterAll(async () => {
      await database.close();
      await server?.stop();
    }, patience);
    define(() => database);
  });
}

async function empty({queries}: Database): Promise<void> {
  await queries.execute(sql`truncate sip_user_mappings, sip_credentials, rooms, pin_attempts, asterisk_leases, asterisk_objects, call_commands, call_statuses, room_statuses,
    calls, legs, participants, owner_departures, nextcloud_requests, nextcloud_calls, webhook_events, opentok_projects, sip_inbound_mappings, sip_invites, sip_trunks, sip_trunk_registrations, sip_outbound_caller_ids, callback_endpoints, callbacks, audit_trail`);
}
