import {createHash, createHmac} from 'node:crypto';
import {and, eq, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {sipCredentials} from '../database/schema.js';
import {record, type Actor} from '../audit/audit.js';
import {mappingId} from './mapping.js';

interface SipUser {
  sipUser: string;
  sipHost: string;
}

export interface IssuedCredential {
  password: string;
  expiresAt: Date;
}

interface CredentialOptions {
  queries: Queries;
  key: Uint8Array;
  /** ms. */
  life: number;
  /** SIP realm of the digests. */
  realm: string;
  clock: () => number;
}

/**
 * Short-lived SIP passwords for browsers. Time is cut in slots of half a life; a password follows from the
 * key, the SIP user and the slot, so any gateway knows it and no table holds it. Asterisk is given three
 * digests: of the slot before, the present and the next one. So a password works for one to two slots after
 * it was handed out, the one after it works before the registration needs it, and rows that Asterisk has
 * cached for a slot at most lack none that is in use.
 */
export class Credentials {
  readonly #options: CredentialOptions;
  readonly #slot: number;

  constructor(options: CredentialOptions) {
    this.#options = options;
    this.#slot = Math.max(1, options.life / 2);
  }

  /** The present password of a SIP user, and until when it can be used: half a life from now at least. */
  async issue(user: SipUser, actor: Actor): Promise<IssuedCredential> {
    const {queries, clock} = this.#options;
    const slot = Math.floor(clock() / this.#slot);
    const expiresAt = new Date((slot + 2) * this.#slot);
    const values = {sipUser: user.sipUser, sipHost: user.sipHost, issuedAt: new Date(clock()), expiresAt};
    const generation = await queries.transaction(async (transaction) => {
      const [row] = await transaction
        .insert(sipCredentials)
        .values(values)
        .onConflictDoUpdate({
          target: [sipCredentials.sipUser, sipCredentials.sipHost],
          set: {issuedAt: values.issuedAt, expiresAt},
        })
        .returning();
      await record(transaction, {
        actor,
        action: 'credential.issue',
        subject: `mapping:${mappingId(user)}`,
        details: {expiresAt: expiresAt.toISOString()},
      });
      return row!.generation;
    });
    return {password: this.#password(user, generation, slot), expiresAt};
  }

  /** Makes all passwords worthless that were handed out for a SIP user. */
  async revoke(user: SipUser, actor: Actor): Promise<void> {
    await this.#options.queries.transaction(async (transaction) => {
      await transaction
        .insert(sipCredentials)
        .values({sipUser: user.sipUser, sipHost: user.sipHost, generation: 1})
        .onConflictDoUpdate({
          target: [sipCredentials.sipUser, sipCredentials.sipHost],
          set: {generation: sql`${sipCredentials.generation} + 1`},
        });
      await record(transaction, {actor, action: 'credential.revoke', subject: `mapping:${mappingId(user)}`});
    });
  }

  /**
   * Digests (HA1, RFC 2617 3.2.2.2) of the passwords that are valid now. The index of a slot's digest is
   * the slot's number modulo three: two of three stay where they are when a slot ends.
   */
  async digests(user: SipUser): Promise<[string, string, string]> {
    const {queries, clock, realm} = this.#options;
    const [row] = await queries
      .select({generation: sipCredentials.generation})
      .from(sipCredentials)
      .where(and(eq(sipCredentials.sipUser, user.sipUser), eq(sipCredentials.sipHost, user.sipHost)));
    const present = Math.floor(clock() / this.#slot);
    const digests: [string, string, string] = ['', '', ''];
    for (const slot of [present - 1, present, present + 1])
      digests[slot % 3] = md5(`${user.sipUser}:${realm}:${this.#password(user, row?.generation ?? 0, slot)}`);
    return digests;
  }

  #password(user: SipUser, generation: number, slot: number): string {
    const input = JSON.stringify([user.sipUser, user.sipHost, generation, slot, this.#slot]);
    return createHmac('sha256', this.#options.key).update(input).digest('base64url').slice(0, 32);
  }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
