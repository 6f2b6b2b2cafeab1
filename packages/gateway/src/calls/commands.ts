import {setTimeout as sleep} from 'node:timers/promises';
import {and, asc, eq, isNull, lt, sql} from 'drizzle-orm';
import type {LegMute} from '@sidetone/bridge';
import type {Queries} from '../database/database.js';
import {callCommands, calls} from '../database/schema.js';
import {GatewayError, type GatewayErrorCode} from '../errors.js';

/** What can be asked of a call that only the gateway which holds its Asterisk can do. */
export type CallCommand =
  | {type: 'mute'; what: LegMute}
  | {type: 'hold'; on: boolean}
  | {type: 'move'; room: string}
  /** The far side takes no voice at all, or does again. `by`: its tag in the dialog. */
  | {type: 'portless'; by: string; on: boolean}
  | {type: 'hang-up'};

export interface WaitingCommand {
  id: number;
  callId: string;
  command: CallCommand;
}

interface CommandOptions {
  queries: Queries;
  /** Tells the gateway that holds an Asterisk that there is something for one of its calls. */
  nudge(asteriskId: string, callId: string): Promise<void>;
  /** ms that whoever asked waits. */
  patience?: number;
}

const pause = 50;
/** A nudge is lost when nobody holds the Asterisk at that moment: it is repeated, ms. */
const betweenNudges = 500;

/**
 * Commands to calls, from any gateway to the one that holds the Asterisk. They stand in the database until they are carried out, so that
 * a gateway which takes over carries out what its predecessor left.
 */
export class CallCommands {
  readonly #queries: Queries;
  readonly #nudge: CommandOptions['nudge'];
  readonly #patience: number;

  constructor({queries, nudge, patience = 10_000}: CommandOptions) {
    this.#queries = queries;
    this.#nudge = nudge;
    this.#patience = patience;
  }

  /** Resolves when it is carried out. Throws what it was refused with; `unavailable` when nobody did it in time: it will not be done later. */
  async carryOut(call: {id: string; asteriskId: string}, command: CallCommand): Promise<void> {
    const [added] = await this.#queries
      .insert(callCommands)
      .values({callId: call.id, command})
      .returning({id: callCommands.id});
    await this.until(
      call,
      () => this.#isDone(added!.id),
      () => this.#withdraw(added!.id),
    );
  }

  /** Leaves a command to whoever holds the Asterisk, now or later. False when one of its kind waits already. */
  async leave(call: {id: string; asteriskId: string}, command: CallCommand): Promise<boolean> {
    const waits = sql`select 1 from ${callCommands} where ${callCommands.callId} = ${call.id}
      and ${callCommands.doneAt} is null and ${callCommands.command} ->> 'type' = ${command.type}`;
    const {rows} = (await this.#queries.execute(sql`
      insert into ${callCommands} (call_id, command)
      select ${call.id}, ${JSON.stringify(command)}::jsonb where not exists (${waits}) returning id`)) as unknown as {
      rows: object[];
    };
    await this.#nudge(call.asteriskId, call.id).catch(() => undefined);
    return rows.length > 0;
  }

  /** Tells whoever holds the Asterisk, now or later, what has become of a call. */
  async tell(call: {id: string; asteriskId: string}, command: CallCommand): Promise<void> {
    await this.#queries.insert(callCommands).values({callId: call.id, command});
    await this.#nudge(call.asteriskId, call.id).catch(() => undefined);
  }

  /** Resolves when something is so of a call, and reminds the gateway in charge meanwhile. Throws `unavailable` after a while, unless `giveUp` says no. */
  async until(
    {id, asteriskId}: {id: string; asteriskId: string},
    holds: () => Promise<boolean>,
    giveUp: () => Promise<boolean> = async () => true,
  ): Promise<void> {
    const start = performance.now();
    let nudged = -Infinity;
    while (!(await holds())) {
      const now = performance.now();
      if (now - start > this.#patience && (await giveUp())) throw new GatewayError('unavailable');
      if (now - nudged > betweenNudges) {
        nudged = now;
        await this.#nudge(asteriskId, id).catch(() => undefined);
      }
      await sleep(pause);
    }
  }

  /** What is to be done for the calls of an Asterisk, or for one of them, in order. */
  async waiting(asteriskId: string, callId?: string): Promise<WaitingCommand[]> {
    const rows = await this.#queries
      .select({id: callCommands.id, callId: callCommands.callId, command: callCommands.command})
      .from(callCommands)
      .innerJoin(calls, eq(calls.id, callCommands.callId))
      .where(
        and(
          eq(calls.asteriskId, asteriskId),
          isNull(callCommands.doneAt),
          callId === undefined ? undefined : eq(callCommands.callId, callId),
        ),
      )
      .orderBy(asc(callCommands.id));
    return rows.map((row) => ({...row, command: row.command as CallCommand}));
  }

  async done(id: number, refused?: GatewayErrorCode): Promise<void> {
    await this.#queries
      .update(callCommands)
      .set({doneAt: sql`now()`, refused: refused ?? null})
      .where(eq(callCommands.id, id));
  }

  /** Removes those that were carried out a while ago. */
  async forget(): Promise<void> {
    await this.#queries.delete(callCommands).where(lt(callCommands.doneAt, sql`now() - interval '1 hour'`));
  }

  async #isDone(id: number): Promise<boolean> {
    const [row] = await this.#queries.select().from(callCommands).where(eq(callCommands.id, id));
    if (row?.refused) throw new GatewayError(row.refused as GatewayErrorCode);
    return row?.doneAt !== null;
  }

  /** False when it has been carried out meanwhile. */
  async #withdraw(id: number): Promise<boolean> {
    const gone = await this.#queries
      .delete(callCommands)
      .where(and(eq(callCommands.id, id), isNull(callCommands.doneAt)))
      .returning({id: callCommands.id});
    return gone.length > 0;
  }
}
