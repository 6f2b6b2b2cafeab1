import {lt, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {webhookEvents} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {Statuses} from '../calls/statuses.js';
import type {Rooms} from '../rooms/rooms.js';
import type {LiveKitEvent} from './livekit.js';

interface WebhookOptions {
  queries: Queries;
  rooms: Rooms;
  statuses: Pick<Statuses, 'rewrite'>;
  /** How old a webhook may be, ms. */
  tolerance: number;
  clock: () => number;
}

/** What LiveKit's webhooks do: each once. */
export class Webhooks {
  constructor(private readonly options: WebhookOptions) {}

  /** Throws `webhook-stale` or `webhook-replayed`. One that failed half-way may come again. */
  async handle(event: LiveKitEvent): Promise<void> {
    const {clock, tolerance, queries, rooms, statuses} = this.options;
    if (Math.abs(clock() - event.createdAt.getTime()) > tolerance) throw new GatewayError('webhook-stale');
    const added = await queries
      .insert(webhookEvents)
      .values({id: event.id})
      .onConflictDoNothing()
      .returning();
    if (!added.length) throw new GatewayError('webhook-replayed');
    try {
      if (event.event === 'room_started' && event.room) {
        await rooms.opened(event.room.name, event.room.sid);
        await statuses.rewrite(event.room.name);
      }
      if (event.event === 'room_finished' && event.room)
        await rooms.finished(event.room.name, event.room.sid);
    } catch (error) {
      await queries.delete(webhookEvents).where(sql`${webhookEvents.id} = ${event.id}`);
      throw error;
    }
  }

  /** Removes ids of webhooks that are too old to be replayed. */
  async forget(): Promise<void> {
    const seconds = (2 * this.options.tolerance) / 1000;
    await this.options.queries
      .delete(webhookEvents)
      .where(lt(webhookEvents.receivedAt, sql`now() - ${seconds} * interval '1 second'`));
  }
}
