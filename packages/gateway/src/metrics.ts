import {collectDefaultMetrics, Counter, Histogram, Registry} from 'prom-client';

/** What Prometheus reads at `/metrics`. */
export interface Metrics {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  pins: Counter<'outcome'>;
  credentials: Counter;
  webhooks: Counter<'event' | 'outcome'>;
  lookups: Counter<'table' | 'found'>;
  sipPackets: Counter<'outcome'>;
  inboundRoutes: Counter<'outcome'>;
  trunkFailures: Counter<'trunk'>;
  outboundWebhooks: Counter<'outcome'>;
  callbacks: Counter<'outcome'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({register: registry});
  return {
    registry,
    requests: new Histogram({
      name: 'sidetone_http_request_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    pins: new Counter({
      name: 'sidetone_pin_attempts_total',
      help: 'PINs entered by callers.',
      labelNames: ['outcome'],
      registers,
    }),
    credentials: new Counter({
      name: 'sidetone_credentials_issued_total',
      help: 'SIP passwords handed to browsers.',
      registers,
    }),
    webhooks: new Counter({
      name: 'sidetone_webhooks_total',
      help: 'Webhooks of LiveKit.',
      labelNames: ['event', 'outcome'],
      registers,
    }),
    lookups: new Counter({
      name: 'sidetone_realtime_lookups_total',
      help: 'Look-ups of Asterisk.',
      labelNames: ['table', 'found'],
      registers,
    }),
    trunkFailures: new Counter({
      name: 'sidetone_trunk_failures_total',
      help: 'Calls that a trunk could not bring to anybody.',
      labelNames: ['trunk'],
      registers,
    }),
    outboundWebhooks: new Counter({
      name: 'sidetone_outbound_webhooks_total',
      help: 'What the outbound webhook answered.',
      labelNames: ['outcome'],
      registers,
    }),
    inboundRoutes: new Counter({
      name: 'sidetone_inbound_routes_total',
      help: 'Calls of trunks, by what said where they lead.',
      labelNames: ['outcome'],
      registers,
    }),
    callbacks: new Counter({
      name: 'sidetone_callback_attempts_total',
      help: 'Callbacks that were sent, and attempts that failed by why.',
      labelNames: ['outcome'],
      registers,
    }),
    sipPackets: new Counter({
      name: 'sidetone_hep_packets_total',
      help: 'Packets with SIP messages of Asterisk.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
