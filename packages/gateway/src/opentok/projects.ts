import {randomBytes, randomInt} from 'node:crypto';
import {asc, eq} from 'drizzle-orm';
import {errors} from 'jose';
import {record, type Actor} from '../audit/audit.js';
import type {Principal} from '../auth/principal.js';
import {callbackEndpoints} from '../callbacks/tables.js';
import type {Queries} from '../database/database.js';
import {isTaken} from '../database/failures.js';
import {GatewayError} from '../errors.js';
import type {Vault} from '../secrets/vault.js';
import {claimedProject, verifyRequestToken} from './request-token.js';
import {apiKeyPattern} from './session-id.js';
import {opentokProjects} from './tables.js';

export interface Project {
  apiKey: string;
  name: string;
  createdAt: Date;
}

interface NewProject {
  /** That of a project which exists elsewhere; left out, a new one. */
  apiKey?: string;
  secret?: string;
  name?: string;
}

interface ProjectsOptions {
  queries: Queries;
  vault: Vault;
  clock: () => number;
}

const purpose = 'opentok_projects.secret';
/** Tokens are signed with it: RFC 7518 3.2 asks for 32 bytes, OpenTok's own have 40 characters. */
const shortestSecret = 32;

/** Projects that use the dial API, each with a key and a secret. */
export class Projects {
  readonly #options: ProjectsOptions;

  constructor(options: ProjectsOptions) {
    this.#options = options;
  }

  /** Resolves with its key and secret, which is told this once. Throws `project-invalid` and `project-exists`. */
  async add(
    {apiKey = newApiKey(), secret = newSecret(), name = ''}: NewProject,
    actor: Actor,
  ): Promise<{apiKey: string; secret: string}> {
    if (!apiKeyPattern.test(apiKey)) throw invalid('a key has up to 64 letters, digits and "-"');
    if (secret.length < shortestSecret) throw invalid(`a secret has ${shortestSecret} characters or more`);
    try {
      await this.#options.queries.transaction(async (transaction) => {
        await transaction
          .insert(opentokProjects)
          .values({apiKey, name, secret: this.#options.vault.seal(secret, purpose)});
        await record(transaction, {actor, action: 'project.add', subject: `project:${apiKey}`});
      });
    } catch (error) {
      if (isTaken(error)) throw new GatewayError('project-exists', {detail: apiKey, cause: error});
      throw error;
    }
    return {apiKey, secret};
  }

  async list(): Promise<Project[]> {
    const {apiKey, name, createdAt} = opentokProjects;
    return this.#options.queries
      .select({apiKey, name, createdAt})
      .from(opentokProjects)
      .orderBy(asc(createdAt), asc(apiKey));
  }

  /** With its callbacks. Calls go on. Throws `project-unknown`. */
  async remove(apiKey: string, actor: Actor): Promise<void> {
    await this.#options.queries.transaction(async (transaction) => {
      const removed = await transaction
        .delete(opentokProjects)
        .where(eq(opentokProjects.apiKey, apiKey))
        .returning();
      if (!removed.length) throw new GatewayError('project-unknown', {detail: apiKey});
      await transaction.delete(callbackEndpoints).where(eq(callbackEndpoints.project, apiKey));
      await record(transaction, {actor, action: 'project.remove', subject: `project:${apiKey}`});
    });
  }

  /** With its secret. Throws `project-unknown`. */
  async get(apiKey: string): Promise<Project & {secret: string}> {
    const [row] = await this.#options.queries
      .select()
      .from(opentokProjects)
      .where(eq(opentokProjects.apiKey, apiKey));
    if (!row) throw new GatewayError('project-unknown', {detail: apiKey});
    return {...row, secret: this.#options.vault.open(row.secret, purpose)};
  }

  /** Whose request it is, by what `X-OPENTOK-AUTH` holds. Throws `token-missing` and `token-invalid`. */
  async authenticate(
    token: string | readonly string[] | undefined,
  ): Promise<Extract<Principal, {kind: 'project'}>> {
    if (typeof token !== 'string') throw new GatewayError('token-missing', {detail: 'X-OPENTOK-AUTH'});
    const apiKey = claimedProject(token);
    if (apiKey === undefined) throw new GatewayError('token-invalid');
    try {
      const {secret} = await this.get(apiKey);
      await verifyRequestToken(token, {apiKey, secret, now: this.#options.clock()});
    } catch (error) {
      const unknown = error instanceof GatewayError && error.code === 'project-unknown';
      if (!unknown && !(error instanceof errors.JOSEError)) throw error;
      throw new GatewayError('token-invalid', {cause: error});
    }
    return {kind: 'project', id: apiKey};
  }
}

const newApiKey = () => String(randomInt(10_000_000, 100_000_000));
const newSecret = () => randomBytes(20).toString('hex');
const invalid = (detail: string) => new GatewayError('project-invalid', {detail});
