import {createHmac, randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';

/** The secrets of {@link FakeNextcloud}. */
export const nextcloudSecrets = {
  signaling: 'the secret of signaling',
  sip: 'the secret of the SIP bridge',
} as const;

const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('hex');

interface TalkMessage {
  url: string;
  body: unknown;
  random?: string;
  secret?: string;
  headers?: Record<string, string>;
}

/** A request as Talk's backend sends it: `{url, method, headers, payload}` for `inject`. */
export function talkRequest({url, body, random = randomUUID() + randomUUID(), ...rest}: TalkMessage) {
  const {secret = nextcloudSecrets.signaling, headers} = rest;
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    url,
    method: 'POST' as const,
    headers: {
      'content-type': 'application/json',
      'spreed-signaling-random': random,
      'spreed-signaling-checksum': hmac(random + payload, secret),
      ...headers,
    },
    payload,
  };
}

export interface NextcloudRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** A Nextcloud with Talk, as far as calls go: it keeps what it was asked, and answers as a test says. */
export class FakeNextcloud {
  readonly requests: NextcloudRequest[] = [];
  /** How it answers questions; Talk's yes until then. */
  answer: RequestListener | undefined;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        const {method = '', url = '', headers} = request;
        const body = JSON.parse(text) as Record<string, unknown>;
        this.requests.push({method, url, headers, body});
        if (this.answer) return this.answer(request, response);
        response.end(JSON.stringify(method === 'POST' ? participant(body) : {ocs: {}}));
      });
    });
  }

  static async start(): Promise<FakeNextcloud> {
    const fake = new FakeNextcloud();
    fake.#server.listen(0, '127.0.0.1');
    await once(fake.#server, 'listening');
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Settings of a gateway that it is the Nextcloud of. */
  get settings(): Record<string, string> {
    return {
      NEXTCLOUD_URL: this.url,
      NEXTCLOUD_SECRET: nextcloudSecrets.signaling,
      NEXTCLOUD_SIP_SECRET: nextcloudSecrets.sip,
    };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Talk's yes: the participant that it was asked about. */
export function participant({options}: Record<string, unknown>, more: object = {}): object {
  return {
    ocs: {meta: {status: 'ok', statuscode: 200, message: 'OK'}, data: {...(options as object), ...more}},
  };
}
