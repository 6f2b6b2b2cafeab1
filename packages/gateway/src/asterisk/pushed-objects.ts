import {and, eq} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {asteriskObjects} from '../database/schema.js';

/** An object in the memory of an Asterisk. */
export interface ObjectKey {
  type: 'registration' | 'identify';
  id: string;
}

/** What gateways have put into the memory of one Asterisk: kept in the database, for whoever takes it over. */
export class PushedObjects {
  constructor(
    private readonly queries: Queries,
    private readonly asteriskId: string,
  ) {}

  async all(): Promise<ObjectKey[]> {
    const rows = await this.queries
      .select()
      .from(asteriskObjects)
      .where(eq(asteriskObjects.asteriskId, this.asteriskId));
    return rows.map(({type, id}) => ({type: type as ObjectKey['type'], id}));
  }

  /** Before they are pushed: what is noted in vain is removed in vain. */
  async note(keys: readonly ObjectKey[]): Promise<void> {
    if (!keys.length) return;
    const rows = keys.map(({type, id}) => ({asteriskId: this.asteriskId, type, id}));
    await this.queries.insert(asteriskObjects).values(rows).onConflictDoNothing();
  }

  /** After it was removed. */
  async forget({type, id}: ObjectKey): Promise<void> {
    await this.queries
      .delete(asteriskObjects)
      .where(
        and(
          eq(asteriskObjects.asteriskId, this.asteriskId),
          eq(asteriskObjects.type, type),
          eq(asteriskObjects.id, id),
        ),
      );
  }
}
