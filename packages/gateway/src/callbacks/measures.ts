import {eq, sql} from 'drizzle-orm';
import {Gauge, type Registry} from 'prom-client';
import type {Queries} from '../database/database.js';
import {callbacks} from './tables.js';

/** How many callbacks wait, and for how long the oldest has, and how many were given up, for Prometheus. */
export function measureCallbacks(queries: Queries, registry: Registry): void {
  new Gauge({
    name: 'sidetone_callbacks',
    help: 'Callbacks in the queue: waiting, or dead.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const {state} = callbacks;
      const counts = await queries
        .select({state, count: sql<number>`count(*)::int`})
        .from(callbacks)
        .groupBy(state);
      for (const one of ['waiting', 'dead'] as const)
        this.set({state: one}, counts.find((row) => row.state === one)?.count ?? 0);
    },
  });
  new Gauge({
    name: 'sidetone_callbacks_oldest_seconds',
    help: 'Age of the oldest callback that waits; 0 when none does.',
    registers: [registry],
    async collect() {
      const {state, createdAt} = callbacks;
      const [oldest] = await queries
        .select({age: sql<number | null>`extract(epoch from now() - min(${createdAt}))::float8`})
        .from(callbacks)
        .where(eq(state, 'waiting'));
      this.set(oldest?.age ?? 0);
    },
  });
}
