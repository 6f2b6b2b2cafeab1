import {DrizzleQueryError} from 'drizzle-orm/errors';

/** The database's own error behind the query library's. */
function origin(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error;
}

/** Whether a row was refused because its key is taken (SQLSTATE 23505). */
export function isTaken(error: unknown): boolean {
  return (origin(error) as {code?: unknown} | undefined)?.code === '23505';
}

const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN']);
/** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
const awayClasses = /^(08|53|57)/;

/** Whether the database could not be reached, or is going down: the same may succeed a little later. */
export function isAway(error: unknown): boolean {
  const cause = origin(error);
  if (!(cause instanceof Error)) return false;
  const {code} = cause as {code?: unknown};
  if (typeof code === 'string') return systemCodes.has(code) || awayClasses.test(code);
  // The pool's and the client's own errors have no code.
  return /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout)/.test(
    cause.message,
  );
}
