import {randomUUID} from 'node:crypto';
import {Type} from '@fastify/type-provider-typebox';
import type {Counter} from 'prom-client';
import type {WebhookClient} from '../webhooks/client.js';
import {signed} from '../webhooks/signature.js';
import type {OutboundRequest} from './outbound-route.js';
import type {Trunk} from './trunk.js';

interface OutboundWebhookOptions {
  url: string;
  client: WebhookClient;
  /** Left out, it is not signed. */
  secret?: string | undefined;
  outcomes: Counter<'outcome'>;
  clock: () => number;
}

const Answer = Type.Object({sipTrunkId: Type.String({minLength: 1, maxLength: 100})});

/** Asks an application by which trunk a call goes out: `{applicationId, channelId, clientId, userId, sipTrunks}` → `{sipTrunkId}`. */
export class OutboundWebhook {
  constructor(private readonly options: OutboundWebhookOptions) {}

  /** Resolves without a trunk, and with the reason, when it has none to name that is on offer. */
  async choose(
    available: readonly Trunk[],
    {application = '', room, client: {id, userId}}: OutboundRequest,
  ): Promise<{trunk?: Trunk; why?: string}> {
    const {url, client, secret, outcomes, clock} = this.options;
    const body = JSON.stringify({
      applicationId: application,
      channelId: room,
      clientId: id,
      userId: userId ?? null,
      sipTrunks: available.map(({id: trunk, authorizationId, username, domain}) => ({
        id: trunk,
        authId: authorizationId,
        username,
        domain,
      })),
    });
    const headers = secret === undefined ? {} : signed({id: randomUUID(), body, now: clock()}, secret);
    const answer = await client.ask(url, Answer, {body, headers});
    if (!answer.ok) {
      outcomes.inc({outcome: answer.why});
      return {why: `${answer.why}: ${answer.detail}`};
    }
    const trunk = available.find(({id: one}) => one === answer.value.sipTrunkId);
    outcomes.inc({outcome: trunk ? 'named' : 'unknown-trunk'});
    return trunk ? {trunk} : {why: 'it named a trunk that was not on offer'};
  }
}
