import type {Queries} from '../database/database.js';
import type {Logger} from '../log/logger.js';
import type {Metrics} from '../metrics.js';
import type {CallerIds} from '../routing/caller-ids.js';
import type {Settings} from '../settings/table.js';
import {Addresses} from '../webhooks/addresses.js';
import {WebhookClient} from '../webhooks/client.js';
import {Outbound} from './outbound.js';
import {OutboundWebhook} from './outbound-webhook.js';
import type {Trunks} from './trunks.js';

interface CreateOptions {
  settings: Settings;
  queries: Queries;
  trunks: Trunks;
  callerIds: CallerIds;
  metrics: Metrics;
  log: Logger;
  clock: () => number;
}

/** The choice of trunks, as the settings say. */
export function createOutbound({metrics, ...options}: CreateOptions): Outbound {
  return new Outbound({
    ...options,
    webhook: webhookOf(options.settings, metrics, options.clock),
    failures: metrics.trunkFailures,
  });
}

function webhookOf(settings: Settings, metrics: Metrics, clock: () => number): OutboundWebhook | undefined {
  const {SIP_OUTBOUND_WEBHOOK_URL: url, SIP_WEBHOOK_SECRET: secret, SIP_WEBHOOK_TIMEOUT: timeout} = settings;
  if (url === undefined) return undefined;
  const client = new WebhookClient({addresses: new Addresses(settings.WEBHOOK_PRIVATE_ADDRESSES), timeout});
  return new OutboundWebhook({url, client, secret, outcomes: metrics.outboundWebhooks, clock});
}
