import {and, isNotNull, lt} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {auditTrail, calls} from '../database/schema.js';

/** Forgets calls that ended, and what was done, before this moment. */
export async function forgetRecords(queries: Queries, before: Date): Promise<void> {
  await queries.delete(calls).where(and(isNotNull(calls.endedAt), lt(calls.endedAt, before)));
  await queries.delete(auditTrail).where(lt(auditTrail.at, before));
}
