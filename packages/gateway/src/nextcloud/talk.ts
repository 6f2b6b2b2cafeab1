import {readRange, Addresses} from '../webhooks/addresses.js';
import {WebhookClient, type WebhookOutcome} from '../webhooks/client.js';
import type {Settings} from '../settings/table.js';
import {DialoutError} from './dialout-error.js';
import {isAbout, TalkAnswer, type DialoutOptions, type TalkParticipant} from './participant.js';
import {checksum, newRandom} from './signature.js';

interface TalkOptions {
  /** Nextcloud's, without what follows it. */
  url: string;
  /** Of its signaling server, and of its SIP bridge. */
  secret: string;
  sipSecret: string;
  client: WebhookClient;
}

/** A call that Talk asks for. */
export interface DialoutRequest {
  token: string;
  number: string;
  options: DialoutOptions;
}

/** Talk's API for SIP bridges. */
export class Talk {
  constructor(private readonly options: TalkOptions) {}

  /** `undefined` when the settings name none. */
  static from(settings: Settings): Talk | undefined {
    const {NEXTCLOUD_URL: url, NEXTCLOUD_SECRET: secret, NEXTCLOUD_TIMEOUT: timeout} = settings;
    if (!url || !secret) return undefined;
    // The operator's own server, wherever it is.
    const addresses = new Addresses(['0.0.0.0/0', '::/0'].map((range) => readRange(range)!));
    const client = new WebhookClient({addresses, timeout});
    return new Talk({url, secret, sipSecret: settings.NEXTCLOUD_SIP_SECRET ?? secret, client});
  }

  /** Whether Talk's backend says that it is this Nextcloud. */
  is(backend: string): boolean {
    return withoutSlash(backend) === withoutSlash(this.options.url);
  }

  /** The participant who is called. Throws `dialout_refused` or `permission_unknown`: there is no call unless Talk says that there may be one. */
  async permit({token, number, options}: DialoutRequest): Promise<TalkParticipant> {
    const body = JSON.stringify({number, options});
    const answer = await this.options.client.ask(
      this.#address(token, 'verify-dialout'),
      TalkAnswer,
      this.#signed(token, body),
    );
    if (!answer.ok) {
      const no = answer.why === 'refused' && (answer.status ?? 500) < 500;
      throw new DialoutError(no ? 'dialout_refused' : 'permission_unknown', {reason: answer.why}, answer);
    }
    const {data} = answer.value.ocs;
    if (isAbout(data, {token, options})) return data;
    throw new DialoutError('dialout_refused', {reason: 'another participant'});
  }

  /** Tells Talk that a call is over. */
  ended(call: {
    callId: string;
    token: string;
    options: Record<string, unknown>;
  }): Promise<WebhookOutcome<string>> {
    const {callId, token, options} = call;
    const body = JSON.stringify({callId, options});
    return this.options.client.post(this.#address(token, 'rejected-dialout'), {
      ...this.#signed(token, body),
      method: 'DELETE',
    });
  }

  close(): Promise<void> {
    return this.options.client.close();
  }

  #address(token: string, what: string): string {
    const room = `ocs/v2.php/apps/spreed/api/v4/room/${encodeURIComponent(token)}`;
    return `${withoutSlash(this.options.url)}/${room}/${what}`;
  }

  /** Signed both ways: Talk checks a SIP bridge by the conversation's token, and a signaling server by the body. */
  #signed(token: string, body: string) {
    const {secret, sipSecret, url} = this.options;
    const random = newRandom();
    const headers = {
      accept: 'application/json',
      'OCS-APIRequest': 'true',
      'Talk-SIPBridge-Random': random,
      'Talk-SIPBridge-Checksum': checksum(random, token, sipSecret),
      'Spreed-Signaling-Random': random,
      'Spreed-Signaling-Checksum': checksum(random, body, secret),
      'Spreed-Signaling-Backend': url,
    };
    return {body, headers};
  }
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
