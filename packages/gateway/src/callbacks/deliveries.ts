import {sql, type SQL} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {callbackEndpoints, callbacks} from './tables.js';

/** A callback that a sender has. */
export interface Delivery {
  seq: number;
  /** Which of the times that it was taken: whoever has lost it changes nothing of it. */
  hold: number;
  id: string;
  endpointId: string;
  url: string;
  /** Sealed. */
  secret: string;
  lane: string;
  type: string;
  body: string;
  /** Those that failed. */
  attempts: number;
}

export interface Limits {
  /** Callbacks that this sender may have yet. */
  free: number;
  /** That it may have of one endpoint. */
  perEndpoint: number;
}

/** A sender that dies is followed by another after so many ms. */
const holdFor = 4000;
const held = sql`now() + ${holdFor} * interval '1 millisecond'`;

/**
 * What a sender does with the queue. A lane is what its first waiting callback is: while that one is held, nobody else sends of the lane, and
 * the next is not taken before it is gone. All times are the database's.
 */
export class Deliveries {
  constructor(
    private readonly queries: Queries,
    private readonly holder: string,
  ) {}

  /** Takes what is due: of every endpoint some, first of those that have the fewest under way; of one where nobody is there, one at a time. */
  async take({free, perEndpoint}: Limits): Promise<Delivery[]> {
    // Each endpoint by itself: thousands that wait for one are not read through for the others. Subqueries with a value, and an array, leave a
    // database without statistics no other way than by the indexes: one that joins reads all that waits for each that is due.
    const {rows} = (await this.queries.execute(sql`
      update ${callbacks} as mine set holder = ${this.holder}, held_until = ${held}, hold = mine.hold + 1
      from ${callbackEndpoints} as endpoint
      where endpoint.id = mine.endpoint_id and mine.seq = any(array(
        select due.seq
        from ${callbackEndpoints} as goal
        cross join lateral (
          select count(*) as count from ${callbacks} as one where one.holder = ${this.holder} and one.endpoint_id = goal.id
        ) as had
        cross join lateral (
          select one.seq from ${callbacks} as one
          where one.endpoint_id = goal.id and one.state = 'waiting' and one.next_at <= now()
            and (one.holder is null or one.held_until < now())
            and one.seq = (
              select first.seq from ${callbacks} as first
              where first.endpoint_id = one.endpoint_id and first.lane = one.lane and first.state = 'waiting'
              order by first.seq limit 1
            )
            and one.seq > coalesce((
              select later.seq from ${callbacks} as later
              where later.endpoint_id = one.endpoint_id and later.lane = one.lane and later.state = 'waiting'
                and later.held_until >= now()
              order by later.seq desc limit 1
            ), 0)
          order by one.next_at, one.seq
          limit greatest(0, case when goal.failing_since is null then ${perEndpoint}::int else 1 end - had.count)
          for update of one skip locked
        ) as due
        order by had.count
        limit ${free}::int
      ))
      returning mine.seq::int8, mine.hold::int8, mine.id, mine.endpoint_id as "endpointId", endpoint.url, endpoint.secret,
        mine.lane, mine.type, mine.body, mine.attempts`)) as unknown as {rows: Delivery[]};
    return rows.map((row) => ({...row, seq: Number(row.seq), hold: Number(row.hold)}));
  }

  /** They have arrived: removed. What waits behind them is due at once, and so is all that waits for an endpoint that was away. */
  async arrived(deliveries: readonly Delivery[]): Promise<void> {
    if (!deliveries.length) return;
    const endpointIds = [...new Set(deliveries.map(({endpointId}) => endpointId))];
    const lanes = deliveries.map(({endpointId, lane}) => sql`(${endpointId}, ${lane})`);
    await this.queries.transaction(async (transaction) => {
      await transaction.execute(sql`delete from ${callbacks} where ${this.#mine(deliveries)}`);
      // A statement after that one: it sees what was put into a lane while the last of it was on its way.
      await transaction.execute(sql`
        update ${callbacks} set next_at = now()
        where (endpoint_id, lane) in (${sql.join(lanes, sql`, `)}) and state = 'waiting' and next_at > now()`);
      await transaction.execute(sql`
        with back as (
          update ${callbackEndpoints} set failing_since = null
          where id in (${list(endpointIds)}) and failing_since is not null returning id
        )
        update ${callbacks} set next_at = now()
        where endpoint_id in (select id from back) and state = 'waiting' and next_at > now()`);
    });
  }

  /**
   * One has failed: its whole lane waits for `delay` ms, or until it is time for its last attempt; after that one it is dead, and the lane
   * goes on without it. `away`: nobody is there. Resolves with whether it is dead.
   */
  async failed(delivery: Delivery, why: {error: string; away: boolean; delay: number}): Promise<boolean> {
    const {endpointId, lane, seq} = delivery;
    return this.queries.transaction(async (transaction) => {
      // First, as `arrived` has it too before it touches what others hold.
      if (why.away)
        await transaction.execute(sql`
          update ${callbackEndpoints} set failing_since = now() where id = ${endpointId} and failing_since is null`);
      const {rows} = (await transaction.execute(sql`
        update ${callbacks} set attempts = attempts + 1, last_error = ${why.error}, holder = null, held_until = null,
          state = case when give_up_at <= now() then 'dead' else 'waiting' end,
          next_at = least(now() + ${why.delay} * interval '1 millisecond', greatest(give_up_at, now()))
        where ${this.#mine([delivery])}
        returning state, next_at::text as "nextAt"`)) as unknown as {rows: {state: string; nextAt: string}[]};
      const [row] = rows;
      if (row?.state === 'waiting')
        await transaction.execute(sql`
          update ${callbacks} set next_at = greatest(next_at, ${row.nextAt}::timestamptz)
          where endpoint_id = ${endpointId} and lane = ${lane} and state = 'waiting' and seq > ${seq}`);
      return row?.state === 'dead';
    });
  }

  /** This sender lives. */
  async keep(): Promise<void> {
    await this.queries.execute(
      sql`update ${callbacks} set held_until = ${held} where holder = ${this.holder}`,
    );
  }

  /** Leaves what it has to others. */
  async release(): Promise<void> {
    await this.queries.execute(
      sql`update ${callbacks} set holder = null, held_until = null where holder = ${this.holder}`,
    );
  }

  #mine(deliveries: readonly Delivery[]): SQL {
    const pairs = deliveries.map(({seq, hold}) => sql`(${seq}::int8, ${hold}::int8)`);
    return sql`holder = ${this.holder} and (seq, hold) in (${sql.join(pairs, sql`, `)})`;
  }
}

const list = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
