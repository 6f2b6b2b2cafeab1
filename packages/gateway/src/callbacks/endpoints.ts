import {randomUUID} from 'node:crypto';
import {and, asc, eq, inArray, sql} from 'drizzle-orm';
import {record, type Actor} from '../audit/audit.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {GatewayError} from '../errors.js';
import type {Vault} from '../secrets/vault.js';
import {ForbiddenAddressError, type Addresses} from '../webhooks/addresses.js';
import {newSecret} from '../webhooks/signature.js';
import {callbackEndpoints, callbacks} from './tables.js';

export const secretPurpose = 'callback_endpoints.secret';

/** Where callbacks go, without its secret. */
export interface CallbackEndpoint {
  id: string;
  /** OpenTok's API key; empty: those of all calls, as Sidetone writes them. */
  project: string;
  url: string;
  createdAt: Date;
  /** Since when nobody is there. */
  failingSince: Date | null;
  waiting: number;
  dead: number;
}

interface EndpointsOptions {
  queries: Queries;
  vault: Vault;
  addresses: Addresses;
}

const longestUrl = 2000;

/** Endpoints in the database. Their secrets are told once. */
export class CallbackEndpoints {
  constructor(private readonly options: EndpointsOptions) {}

  /** One that is told of all calls. Resolves with its secret, which is told this once. Throws `callback-invalid` and `callback-exists`. */
  async add(url: string, actor: Actor): Promise<{id: string; url: string; secret: string}> {
    const {queries, vault} = this.options;
    this.#check(url);
    const id = randomUUID();
    const secret = newSecret();
    try {
      await queries.transaction(async (transaction) => {
        await transaction
          .insert(callbackEndpoints)
          .values({id, url, secret: vault.seal(secret, secretPurpose)});
        await record(transaction, {actor, action: 'callback.add', subject: `callback:${id}`});
      });
    } catch (error) {
      if (isTaken(error)) throw new GatewayError('callback-exists', {cause: error});
      throw error;
    }
    return {id, url, secret};
  }

  /**
   * The one of a project: another URL takes the place of the former, what waits goes there, and the secret stays. Resolves with the
   * secret of a new one, which is told this once. Throws `callback-invalid`.
   */
  async setForProject(apiKey: string, url: string, actor: Actor): Promise<{url: string; secret?: string}> {
    const {queries, vault} = this.options;
    this.#check(url);
    const id = projectEndpoint(apiKey);
    const secret = newSecret();
    return queries.transaction(async (transaction) => {
      const added = await transaction
        .insert(callbackEndpoints)
        .values({id, project: apiKey, url, secret: vault.seal(secret, secretPurpose)})
        .onConflictDoNothing()
        .returning({id: callbackEndpoints.id});
      if (!added.length)
        await transaction
          .update(callbackEndpoints)
          .set({url, failingSince: null})
          .where(eq(callbackEndpoints.id, id));
      // What could not be sent to the former address is tried at once.
      await transaction
        .update(callbacks)
        .set({nextAt: sql`now()`})
        .where(and(eq(callbacks.endpointId, id), eq(callbacks.state, 'waiting')));
      await record(transaction, {actor, action: 'callback.set', subject: `callback:${id}`});
      return {url, ...(added.length && {secret})};
    });
  }

  /** Throws `callback-unknown`. */
  async ofProject(apiKey: string): Promise<CallbackEndpoint> {
    const [endpoint] = await this.#select(eq(callbackEndpoints.id, projectEndpoint(apiKey)));
    if (!endpoint) throw new GatewayError('callback-unknown');
    return endpoint;
  }

  removeOfProject(apiKey: string, actor: Actor): Promise<void> {
    return this.remove(projectEndpoint(apiKey), actor);
  }

  /** All, or those of a project only. */
  async list(project?: string): Promise<CallbackEndpoint[]> {
    return this.#select(project === undefined ? undefined : eq(callbackEndpoints.project, project));
  }

  /** With all that waits for it. Throws `callback-unknown`. */
  async remove(id: string, actor: Actor, project?: string): Promise<void> {
    await this.options.queries.transaction(async (transaction) => {
      const whose = project === undefined ? sql`true` : eq(callbackEndpoints.project, project);
      const removed = await transaction
        .delete(callbackEndpoints)
        .where(sql`${eq(callbackEndpoints.id, id)} and ${whose}`)
        .returning({id: callbackEndpoints.id});
      if (!removed.length) throw new GatewayError('callback-unknown', {detail: id});
      await record(transaction, {actor, action: 'callback.remove', subject: `callback:${id}`});
    });
  }

  async #select(which: ReturnType<typeof eq> | undefined): Promise<CallbackEndpoint[]> {
    const {queries} = this.options;
    const {id, project, url, createdAt, failingSince} = callbackEndpoints;
    const endpoints = await queries
      .select({id, project, url, createdAt, failingSince})
      .from(callbackEndpoints)
      .where(which)
      .orderBy(asc(createdAt), asc(id));
    if (!endpoints.length) return [];
    const ids = endpoints.map((endpoint) => endpoint.id);
    const counts = await queries
      .select({id: callbacks.endpointId, state: callbacks.state, count: sql<number>`count(*)::int`})
      .from(callbacks)
      .where(inArray(callbacks.endpointId, ids))
      .groupBy(callbacks.endpointId, callbacks.state);
    const count = (endpoint: string, state: string) =>
      counts.find((row) => row.id === endpoint && row.state === state)?.count ?? 0;
    return endpoints.map((one) => ({
      ...one,
      waiting: count(one.id, 'waiting'),
      dead: count(one.id, 'dead'),
    }));
  }

  #check(text: string): void {
    const url = URL.canParse(text) && text.length <= longestUrl ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol))
      throw invalid('http:// or https://, and no longer than 2000');
    if (url.username || url.password) throw invalid('a URL with a password is none to be logged');
    try {
      this.options.addresses.check(url);
    } catch (error) {
      if (error instanceof ForbiddenAddressError) throw invalid(error.message);
      throw error;
    }
  }
}

const projectEndpoint = (apiKey: string) => `project:${apiKey}`;
const invalid = (detail: string) => new GatewayError('callback-invalid', {detail});
