import type {CountryCode} from 'libphonenumber-js';
import type {Counter} from 'prom-client';
import type {Ari} from '../asterisk/ari/rest.js';
import type {Logger} from '../log/logger.js';
import type {WebhookFailure} from '../webhooks/client.js';
import {channelHeaders} from './channel-headers.js';
import type {Arrival, InboundRoute} from './inbound-route.js';
import type {InboundWebhook} from './inbound-webhook.js';
import type {Invite} from './invite.js';
import type {SipInvites} from './invites.js';
import type {InboundMappings} from './mappings.js';
import {numberOf, sipAddress, uriOf} from './sip-uri.js';

interface InboundRoutingOptions {
  mappings: Pick<InboundMappings, 'find'>;
  invites: Pick<SipInvites, 'find' | 'asking'>;
  /** Whether Asterisk reports INVITEs to somebody: they are waited for. */
  reported: boolean;
  /** Left out, only the mappings say. */
  webhook: Pick<InboundWebhook, 'ask'> | undefined;
  /** By the id of an Asterisk. */
  ariOf(asteriskId: string): Ari;
  /** Numbers that lead to the IVR, as they are configured. */
  numbers: readonly string[];
  country: CountryCode;
  routes: Counter<'outcome'>;
  log: Logger;
}

const unknown: InboundRoute = {kind: 'refused', code: 404, prompt: 'unknown-number'};
const unavailable: InboundRoute = {kind: 'refused', code: 503, prompt: 'failed'};

/** Says where calls go that trunks bring: by the mappings, else by the webhook, else nowhere. */
export class InboundRouting {
  readonly #options: InboundRoutingOptions;
  readonly #numbers: ReadonlySet<string | undefined>;

  constructor(options: InboundRoutingOptions) {
    this.#options = options;
    this.#numbers = new Set(
      options.numbers.map((number) => numberOf(number.replace(/\s/g, ''), options.country)),
    );
  }

  /** Rejects when the database is away, and when `signal` aborts. */
  async route(arrival: Arrival, signal: AbortSignal): Promise<InboundRoute> {
    const {mappings, webhook, country} = this.#options;
    const invite = await this.#inviteOf(arrival, signal);
    const to = invite.headers['To'] ?? '';
    const number = numberOf(sipAddress(to)?.user ?? '', country);
    // Of a provider that calls our Contact, the dialplan does not see the number.
    if (number !== undefined && this.#numbers.has(number)) return this.#counted('ivr', {kind: 'ivr', number});
    const room = await mappings.find(to);
    if (room !== undefined) return this.#counted('mapping', {kind: 'room', room});
    return webhook ? this.#ask(webhook, arrival, invite, signal) : this.#counted('unknown', unknown);
  }

  async #ask(
    webhook: Pick<InboundWebhook, 'ask'>,
    arrival: Arrival,
    invite: Invite,
    signal: AbortSignal,
  ): Promise<InboundRoute> {
    if (!(await this.#options.invites.asking(arrival, invite))) return this.#counted('given-up', unavailable);
    const answer = await webhook.ask(invite, {id: `inbound.${arrival.callId}`, signal});
    if (!answer.ok) return this.#failed(answer, arrival);
    const {applicationId: application, channelId, userId} = answer.value;
    const user = userId ?? uriOf(invite.headers['From'] ?? '');
    return this.#counted('webhook', {kind: 'room', room: channelId, application, ...(user && {user})});
  }

  /** An application that knows no such number says 404. Whatever else it does is a fault. */
  #failed({why, detail, status}: WebhookFailure, {trunk}: Arrival): InboundRoute {
    if (why === 'refused' && status === 404) return this.#counted('unknown', unknown);
    this.#options.log.warn({trunk, why, detail}, 'the inbound webhook did not say where a call goes');
    return this.#counted(`webhook-${why}`, unavailable);
  }

  #counted(outcome: string, route: InboundRoute): InboundRoute {
    this.#options.routes.inc({outcome});
    return route;
  }

  async #inviteOf(arrival: Arrival, signal: AbortSignal): Promise<Invite> {
    const {invites, reported, ariOf} = this.#options;
    const reportedInvite = await invites.find(arrival, {wait: reported, signal});
    return (
      reportedInvite ?? {headers: await channelHeaders(ariOf(arrival.asteriskId), arrival.channelId), sdp: ''}
    );
  }
}
