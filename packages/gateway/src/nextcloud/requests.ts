import {lt, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {nextcloudRequests} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import {fingerprintOf, isSigned, type Signature} from './signature.js';

/** A request tells nothing of when it was made: for so long, the same one is refused. */
const remembered = sql`interval '7 days'`;

interface RequestOptions {
  queries: Queries;
  /** Shared with Talk; without it nobody is let in. */
  secret: string | undefined;
  /** Whether Talk's backend is the Nextcloud of the settings. */
  isOurs(backend: string): boolean;
}

/** Lets Talk's backend in, each of its requests once. */
export class TalkRequests {
  constructor(private readonly options: RequestOptions) {}

  /** `body`: to the byte as it came. Throws `nextcloud-missing`, `signature-invalid` or `request-replayed`. */
  async accept(body: Buffer, signature: Signature, backend: string | undefined): Promise<void> {
    const {secret, queries, isOurs} = this.options;
    if (secret === undefined) throw new GatewayError('nextcloud-missing');
    if (!isSigned(body, signature, secret)) throw new GatewayError('signature-invalid');
    if (backend !== undefined && !isOurs(backend))
      throw new GatewayError('signature-invalid', {detail: 'another Nextcloud: see NEXTCLOUD_URL'});
    const added = await queries
      .insert(nextcloudRequests)
      .values({id: fingerprintOf(signature.random)})
      .onConflictDoNothing()
      .returning();
    if (!added.length) throw new GatewayError('request-replayed');
  }

  /** Removes what nobody will send again. */
  async forget(): Promise<void> {
    await this.options.queries
      .delete(nextcloudRequests)
      .where(lt(nextcloudRequests.receivedAt, sql`now() - ${remembered}`));
  }
}
