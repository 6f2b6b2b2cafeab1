import {SidetoneError} from './errors.js';

export interface GatewayOptions {
  /**
   * The session token that the application's server asked the gateway for (`POST /v1/sessions`), or what fetches a
   * fresh one. Without it the browser sends the gateway's own cookie, if there is one.
   */
  token?: string | (() => string | Promise<string>);
}

/** The gateway said no: its HTTP status, stable code and words. Status 0: it cannot be reached, or what answered is no gateway. */
export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface RequestOptions {
  /** Sent as JSON. */
  body?: object;
  signal?: AbortSignal | undefined;
}

/** A Sidetone gateway's HTTP API, as this session's browser. */
export class GatewayClient {
  /** Ends with a slash. */
  readonly #base: string;
  readonly #token: GatewayOptions['token'];

  /** Throws `configuration-invalid` for what is no http: or https: URL. */
  constructor(url: string, {token}: GatewayOptions = {}) {
    if (!/^https?:/.test(url) || !URL.canParse(url)) {
      throw new SidetoneError('configuration-invalid', {
        detail: `gateway: "${url}" is not an http: or https: URL`,
      });
    }
    this.#base = url.endsWith('/') ? url : `${url}/`;
    this.#token = token;
  }

  /** `https://gateway.example` */
  get origin(): string {
    return new URL(this.#base).origin;
  }

  /**
   * Resolves with the answer's JSON, `undefined` when it has none. Rejects with {@link GatewayFailure}, or as `signal` says.
   *
   * @param path Below the gateway's URL, without a slash in front: `v1/me/sip`.
   */
  async request(method: string, path: string, {body, signal}: RequestOptions = {}): Promise<unknown> {
    const bearer = typeof this.#token === 'function' ? await this.#token() : this.#token;
    const response = await fetch(new URL(path, this.#base).href, {
      method,
      credentials: bearer ? 'omit' : 'include',
      headers: {
        accept: 'application/json',
        ...(bearer && {authorization: `Bearer ${bearer}`}),
        ...(body && {'content-type': 'application/json'}),
      },
      ...(body && {body: JSON.stringify(body)}),
      ...(signal && {signal}),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new GatewayFailure(0, 'unreachable', 'the gateway cannot be reached', {cause});
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw refusal(response.status, answer);
    return answer;
  }
}

function refusal(status: number, answer: unknown): GatewayFailure {
  const {code, message} = (answer ?? {}) as {code?: unknown; message?: unknown};
  return new GatewayFailure(
    status,
    typeof code === 'string' ? code : '',
    typeof message === 'string' ? message : `the gateway answered ${status}`,
  );
}
