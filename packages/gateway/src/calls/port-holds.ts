import {and, eq, isNull, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {calls} from '../database/schema.js';
import type {Logger} from '../log/logger.js';
import type {CapturedMessage} from '../sip/feed.js';
import {readPortHold, type PortHold} from '../sip/port-hold.js';
import type {CallCommands} from './commands.js';

interface PortHoldsOptions {
  queries: Queries;
  commands: Pick<CallCommands, 'tell'>;
  log: Logger;
}

/** Phones that hold their calls by taking the port away: whichever gateway is in charge of the call is told. */
export class PortHolds {
  readonly #options: PortHoldsOptions;
  /** One after the other, so that the last word counts. */
  #told: Promise<void> = Promise.resolve();

  constructor(options: PortHoldsOptions) {
    this.#options = options;
  }

  /** Takes a message that Asterisk sent or received. */
  hear(message: CapturedMessage, asteriskId: string): void {
    const hold = readPortHold(message);
    if (!hold) return;
    this.#told = this.#told
      .then(() => this.#tell(hold, asteriskId))
      .catch((error: unknown) => this.#options.log.warn({err: error}, 'a call could not be held'));
  }

  /** Resolves when all that was heard is told. */
  async close(): Promise<void> {
    await this.#told;
  }

  async #tell({callId, tag, on}: PortHold, asteriskId: string): Promise<void> {
    const {queries, commands} = this.#options;
    const live = and(eq(calls.asteriskId, asteriskId), isNull(calls.endedAt));
    const [call] = await queries
      .select({id: calls.id, asteriskId: calls.asteriskId})
      .from(calls)
      .where(and(live, sql`${calls.ivr}->>'dialog' = ${callId}`));
    if (call) await commands.tell(call, {type: 'portless', by: tag, on});
  }
}
