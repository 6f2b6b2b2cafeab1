import {and, eq, lt, sql} from 'drizzle-orm';
import type {Queries} from '../../database/database.js';
import {asteriskLeases} from '../../database/schema.js';

/** The right to act on an Asterisk. Each holder has a higher epoch than the one before. */
export interface Lease {
  readonly asteriskId: string;
  readonly holder: string;
  readonly epoch: number;
}

const span = (ms: number) => sql`now() + ${ms} * interval '1 millisecond'`;

/** Leases in the database, by the database's clock. */
export class LeaseStore {
  constructor(private readonly queries: Queries) {}

  /** Takes the lease when nobody has it, or its holder let it lapse. `ttl` in ms. */
  async acquire(asteriskId: string, holder: string, ttl: number): Promise<Lease | undefined> {
    const [row] = await this.queries
      .insert(asteriskLeases)
      .values({asteriskId, holder, expiresAt: span(ttl)})
      .onConflictDoUpdate({
        target: asteriskLeases.asteriskId,
        set: {holder, epoch: sql`${asteriskLeases.epoch} + 1`, expiresAt: span(ttl)},
        setWhere: lt(asteriskLeases.expiresAt, sql`now()`),
      })
      .returning();
    return row && {asteriskId, holder, epoch: row.epoch};
  }

  /** Prolongs it, also when it has lapsed and nobody took it, and notes whether the Asterisk is away. False: another gateway has it. */
  async renew(lease: Lease, ttl: number, {away = false} = {}): Promise<boolean> {
    const rows = await this.queries
      .update(asteriskLeases)
      .set({expiresAt: span(ttl), away})
      .where(heldBy(lease))
      .returning({epoch: asteriskLeases.epoch});
    return rows.length > 0;
  }

  /** Lets another gateway have it at once. */
  async release(lease: Lease): Promise<void> {
    await this.queries
      .update(asteriskLeases)
      .set({expiresAt: sql`'epoch'::timestamptz`})
      .where(heldBy(lease));
  }
}

/** The row of a lease, as long as nobody else has taken it. */
export function heldBy({asteriskId, holder, epoch}: Lease) {
  return and(
    eq(asteriskLeases.asteriskId, asteriskId),
    eq(asteriskLeases.holder, holder),
    eq(asteriskLeases.epoch, epoch),
  );
}
