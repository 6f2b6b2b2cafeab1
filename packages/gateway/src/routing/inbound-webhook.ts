import {Type} from '@fastify/type-provider-typebox';
import {RoomName, UserId} from '../http/schemas.js';
import type {WebhookClient, WebhookOutcome} from '../webhooks/client.js';
import {signed} from '../webhooks/signature.js';
import type {Invite} from './invite.js';

interface InboundWebhookOptions {
  url: string;
  client: WebhookClient;
  /** Left out, it is not signed. */
  secret?: string | undefined;
  clock: () => number;
}

/** Where an application wants a call. */
interface InboundAnswer {
  applicationId: string;
  channelId: string;
  userId?: string | null;
}

const Answer = Type.Object({
  applicationId: Type.String({minLength: 1, maxLength: 200}),
  channelId: RoomName,
  userId: Type.Optional(Type.Union([UserId, Type.Null()])),
});

/** Asks an application where a call leads: `{headers, sdp}` → `{applicationId, channelId, userId?}`. */
export class InboundWebhook {
  constructor(private readonly options: InboundWebhookOptions) {}

  /** `id`: the same when it is asked again about the same call. */
  async ask(
    {headers, sdp}: Invite,
    {id, signal}: {id: string; signal: AbortSignal},
  ): Promise<WebhookOutcome<InboundAnswer>> {
    const {url, client, secret, clock} = this.options;
    const body = JSON.stringify({headers, sdp});
    const proof = secret === undefined ? {} : signed({id, body, now: clock()}, secret);
    return client.ask(url, Answer, {body, signal, headers: proof});
  }
}
