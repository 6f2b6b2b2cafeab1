import {setTimeout as sleep} from 'node:timers/promises';
import {eq, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {calls, nextcloudCalls} from '../database/schema.js';
import type {Logger} from '../log/logger.js';
import type {Talk} from './talk.js';

interface EndingsOptions {
  queries: Queries;
  talk: Pick<Talk, 'ended'>;
  log: Logger;
}

/** How often this gateway looks for calls that are over, ms. */
const interval = 1000;
/** Longer than Talk may take: who died in between is followed by another, s. */
const claim = 30;
/** About a day, with the pauses below. */
const lastAttempt = 32;
const longestPause = 3600;

type Call = typeof nextcloudCalls.$inferSelect;

/** Tells Talk when a call that it asked for was denied, or hung up: until Talk has heard it, by whichever gateway. */
export class Endings {
  constructor(private readonly options: EndingsOptions) {}

  /** Tells until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.tell();
      } catch (error) {
        this.options.log.warn({err: error}, 'the ends of calls could not be told to Talk');
      }
      await sleep(interval, undefined, {signal}).catch(() => undefined);
    }
  }

  /** Tells of all that are over now. */
  async tell(): Promise<void> {
    await Promise.all((await this.#claim()).map((call) => this.#tell(call)));
  }

  async #tell(call: Call): Promise<void> {
    const {talk, queries, log} = this.options;
    const {callId, attempts} = call;
    const outcome = await talk.ended(call);
    // Whatever it says of the call, it has heard of it: a later attempt would not be answered otherwise.
    const heard = outcome.ok || (outcome.why === 'refused' && (outcome.status ?? 500) < 500);
    if (heard || attempts >= lastAttempt) {
      if (!outcome.ok) log.warn({call: callId, why: outcome.detail}, 'Talk did not take the end of a call');
      await queries.delete(nextcloudCalls).where(eq(nextcloudCalls.callId, callId));
      return;
    }
    const seconds = Math.min(longestPause, 2 ** attempts);
    await queries
      .update(nextcloudCalls)
      .set({nextAt: sql`now() + ${seconds} * interval '1 second'`})
      .where(eq(nextcloudCalls.callId, callId));
  }

  /** Also those that were never begun: their gateway died before it could. */
  async #claim(): Promise<Call[]> {
    const {queries} = this.options;
    const due = sql`
      select ${nextcloudCalls.callId} from ${nextcloudCalls} left join ${calls} on ${calls.id} = ${nextcloudCalls.callId}
      where ${nextcloudCalls.nextAt} <= now()
        and (${calls.endedAt} is not null or (${calls.id} is null and ${nextcloudCalls.nextAt} < now() - interval '1 minute'))
      limit 20 for update of ${nextcloudCalls} skip locked`;
    return queries
      .update(nextcloudCalls)
      .set({
        attempts: sql`${nextcloudCalls.attempts} + 1`,
        nextAt: sql`now() + ${claim} * interval '1 second'`,
      })
      .where(sql`${nextcloudCalls.callId} in (${due})`)
      .returning();
  }
}
