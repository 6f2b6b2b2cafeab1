import type {Queries} from '../database/database.js';
import {auditTrail} from '../database/schema.js';

/** Who did it: `application:<id>`, `project:<API key>`, `browser:<user id>`, `asterisk:<id>`, `trunk:<id>`, or one of the others. */
export type Actor =
  | `application:${string}`
  | `project:${string}`
  | `browser:${string}`
  | `asterisk:${string}`
  | `trunk:${string}`
  | 'livekit'
  | 'talk'
  | 'operator'
  | 'gateway';

export interface AuditEntry {
  actor: Actor;
  /** What was done, `room.create`. */
  action: string;
  /** To whom or what, `room:standup`, `mapping:alice@example.org`. */
  subject: string;
  /** Never a secret. */
  details?: Record<string, unknown>;
}

/** Adds a row to the audit trail; within a transaction, with what it tells of or not at all. */
export async function record(queries: Queries, entry: AuditEntry): Promise<void> {
  await queries.insert(auditTrail).values(entry);
}
