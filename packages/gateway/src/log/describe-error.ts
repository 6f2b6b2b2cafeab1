import {DrizzleQueryError} from 'drizzle-orm/errors';
import {withoutSecrets} from './without-secrets.js';

interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorDescription | string;
}

/**
 * An error for the log. Of a failed query only the database's own message: the query library's has the
 * parameters in it, and the database's `detail` may have the row.
 */
export function describeError(error: unknown): ErrorDescription | string {
  if (!(error instanceof Error)) return withoutSecrets(String(error)) as string;
  if (error instanceof DrizzleQueryError) return error.cause ? describeError(error.cause) : 'A query failed.';
  const {code} = error as {code?: unknown};
  return {
    type: error.name,
    message: withoutSecrets(error.message) as string,
    ...(typeof code === 'string' && {code}),
    ...(error.stack !== undefined && {stack: withoutSecrets(error.stack) as string}),
    ...(error.cause !== undefined && {cause: describeError(error.cause)}),
  };
}
