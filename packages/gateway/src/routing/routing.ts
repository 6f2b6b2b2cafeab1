import {Ari} from '../asterisk/ari/rest.js';
import type {Queries} from '../database/database.js';
import type {Logger} from '../log/logger.js';
import type {Metrics} from '../metrics.js';
import type {Settings} from '../settings/table.js';
import {Addresses} from '../webhooks/addresses.js';
import {WebhookClient} from '../webhooks/client.js';
import {InboundRouting} from './inbound.js';
import {InboundWebhook} from './inbound-webhook.js';
import {SipInvites} from './invites.js';
import {InboundMappings} from './mappings.js';

/** What leads where. */
export interface Routing {
  mappings: InboundMappings;
  invites: SipInvites;
  inbound: InboundRouting;
}

interface RoutingOptions {
  settings: Settings;
  queries: Queries;
  metrics: Metrics;
  log: Logger;
  clock: () => number;
}

export function createRouting({settings, queries, metrics, log, clock}: RoutingOptions): Routing {
  const country = settings.ROOM_TELEPHONY_DEFAULT_COUNTRY;
  const mappings = new InboundMappings({queries, country});
  const invites = new SipInvites(queries);
  const servers = new Map(settings.ASTERISK.map(({id, ari}) => [id, new Ari(ari)]));
  return {
    mappings,
    invites,
    inbound: new InboundRouting({
      mappings,
      invites,
      reported: settings.HEP_LISTEN !== undefined,
      webhook: webhookOf(settings, clock),
      ariOf: (asteriskId) => servers.get(asteriskId)!,
      numbers: settings.ROOM_TELEPHONY_PHONE_NUMBER,
      country,
      routes: metrics.inboundRoutes,
      log,
    }),
  };
}

function webhookOf(settings: Settings, clock: () => number): InboundWebhook | undefined {
  const {SIP_INBOUND_WEBHOOK_URL: url, SIP_WEBHOOK_SECRET: secret, SIP_WEBHOOK_TIMEOUT: timeout} = settings;
  if (url === undefined) return undefined;
  const addresses = new Addresses(settings.WEBHOOK_PRIVATE_ADDRESSES);
  return new InboundWebhook({url, secret, clock, client: new WebhookClient({addresses, timeout})});
}
