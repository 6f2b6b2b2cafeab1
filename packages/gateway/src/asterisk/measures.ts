import {Gauge, type Registry} from 'prom-client';
import type {Asterisk} from './asterisk.js';

/** For operators: which Asterisk this gateway is in charge of, and how many callers it serves there. */
export function measureServers(servers: readonly Asterisk[], registry: Registry): void {
  const gauge = (name: string, help: string, valueOf: (server: Asterisk) => number) =>
    new Gauge({
      name,
      help,
      labelNames: ['asterisk'],
      registers: [registry],
      collect() {
        for (const server of servers) this.set({asterisk: server.id}, valueOf(server));
      },
    });
  gauge('sidetone_asterisk_held', '1 where this gateway is in charge of the Asterisk.', ({held}) =>
    Number(held),
  );
  gauge(
    'sidetone_callers',
    'Callers in the IVR and in rooms, at Asterisk servers that it holds.',
    ({calls}) => calls,
  );
}
