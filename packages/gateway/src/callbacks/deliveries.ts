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

  /** Takes what is due, of every endpoint some; of one where nobody is there, one at a time. */
  async take({free, perEndpoint}: Limits): Promise<Delivery[]> {
    // Each endpoint by itself: thousands that wait for one are not read through for the others.
    const {rows} = (await this.queries.execute(sql`
      update ${callbacks} as mine set holder = ${this.holder}, held_until = ${held}, hold = mine.hold + 1
      from (
        select due.seq, endpoint.url, endpoint.secret
        from ${callbackEndpoints} as endpoint
        cross join lateral (
          select one.seq from ${callbacks} as one
          where one.endpoint_id = endpoint.id and one.state = 'waiting' and one.next_at <= now()
            and (one.holder is null or one.held_until < now())
            and not exists (
              select 1 from ${callbacks} as other
              where other.endpoint_id = one.endpoint_id and other.lane = one.lane and other.state = 'waiting'
                and (other.seq < one.seq or (other.seq > one.seq and other.held_until >= now()))
            )
          order by one.next_at, one.seq
          limit greatest(0, case when endpoint.failing_since is null then ${perEndpoint}::int else 1 end - (
            select count(*) from ${callbacks} as had where had.holder = ${this.holder} and had.endpoint_id = endpoint.id
          ))
          for update of one skip locked
        ) as due
        limit ${free}::int
      ) as taken
      where mine.seq = taken.seq
      returning mine.seq::int8, mine.hold::int8, mine.id, mine.endpoint_id as "endpointId", taken.url, taken.secret, mine.lane,
        mine.type, mine.body, mine.attempts`)) as unknown as {rows: Delivery[]};
    return rows.map((row) => ({...row, seq: Number(row.seq), hold: Number(row.hold)}));
  }

  /** They have arrived: removed, and what waits for an endpoint that was away is due at once. */
  async arrived(deliveries: readonly Delivery[]): Promise<void> {
    if (!deliveries.length) return;
    const endpointIds = [...new Set(deliveries.map(({endpointId}) => endpointId))];
    await this.queries.transaction(async (transaction) => {
      await transaction.execute(sql`delete from ${callbacks} where ${this.#mine(deliveries)}`);
      await transaction.execute(sql`
        with back as (
          update ${callbackEndpoints} set failing_since = null
          where id in (${list(endpointIds)}) and failing_since is not null returning id
        )
        update ${callbacks} set next_at = now() where seq in (
          select seq from ${callbacks} as late
          where late.endpoint_id in (select id from back) and late.state = 'waiting' and late.next_at > now()
          for update skip locked
        )`);
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
