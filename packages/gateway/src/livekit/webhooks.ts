import {and, eq, lt, sql} from 'drizzle-orm';
import type {Queries} from '../database/database.js';
import {webhookEvents} from '../database/schema.js';
import {GatewayError} from '../errors.js';
import type {Departures} from '../calls/departures.js';
import type {Statuses} from '../calls/statuses.js';
import type {Rooms} from '../rooms/rooms.js';
import type {LiveKitEvent} from './livekit.js';

interface WebhookOptions {
  queries: Queries;
  rooms: Rooms;
  statuses: Pick<Statuses, 'rewrite'>;
  departures: Pick<Departures, 'left'>;
  /** How old a webhook may be, ms. */
  tolerance: number;
  clock: () => number;
}

/** The others are passed over, and not kept. */
const acted: ReadonlySet<string> = new Set([
  'room_started',
  'room_finished',
  'participant_left',
  'participant_connection_aborted',
]);

/** What LiveKit's webhooks do: each once. */
export class Webhooks {
  /** Told of a room when it has opened or closed, as often as LiveKit says so. What it rejects with makes LiveKit say it again. */
  onRoom: ((room: string) => Promise<void>) | undefined;

  constructor(private readonly options: WebhookOptions) {}

  /** Throws `webhook-stale` or `webhook-replayed`. One that failed half-way may come again. */
  async handle(event: LiveKitEvent): Promise<void> {
    const {clock, tolerance, queries} = this.options;
    if (Math.abs(clock() - event.createdAt.getTime()) > tolerance) throw new GatewayError('webhook-stale');
    if (!acted.has(event.event)) return;
    const here = eq(webhookEvents.id, event.id);
    await queries.insert(webhookEvents).values({id: event.id}).onConflictDoNothing();
    const [seen] = await queries.select().from(webhookEvents).where(here);
    if (seen?.handled) throw new GatewayError('webhook-replayed');
    // What a gateway that died has begun is done again by whoever gets the same webhook next: it changes nothing twice.
    await this.#act(event);
    await queries.update(webhookEvents).set({handled: true}).where(here);
  }

  async #act({event, room, participant}: LiveKitEvent): Promise<void> {
    const {rooms, statuses, departures} = this.options;
    if (!room) return;
    switch (event) {
      case 'room_started':
        await rooms.opened(room.name, room.sid);
        await statuses.rewrite(room.name);
        return this.onRoom?.(room.name);
      case 'room_finished':
        await rooms.finished(room.name, room.sid);
        return this.onRoom?.(room.name);
      case 'participant_left':
      case 'participant_connection_aborted':
        if (participant !== undefined) await departures.left(room.name, participant);
    }
  }

  /** Removes ids of webhooks that are too old to be replayed, but for the last: `doctor` says when it came. */
  async forget(): Promise<void> {
    const seconds = (2 * this.options.tolerance) / 1000;
    await this.options.queries
      .delete(webhookEvents)
      .where(
        and(
          lt(webhookEvents.receivedAt, sql`now() - ${seconds} * interval '1 second'`),
          lt(webhookEvents.receivedAt, sql`(select max(received_at) from webhook_events)`),
        ),
      );
  }
}
