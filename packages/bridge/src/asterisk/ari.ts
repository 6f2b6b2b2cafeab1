import type {AsteriskAccess} from '../bridge.js';

/** Asterisk answered a request with something else than success. */
export class AriError extends Error {
  override readonly name = 'AriError';
  /** The HTTP status: 404 for a channel that is gone. */
  readonly status: number;

  constructor(request: string, status: number, text: string) {
    super(`Asterisk answered ${status} to ${request}: ${text}`);
    this.status = status;
  }
}

/** As much of the Asterisk REST Interface as a leg needs. */
export class Ari {
  readonly app: string;
  readonly #url: string;
  readonly #media: string;
  readonly #authorization: string;

  constructor({url, media, user, password, app}: AsteriskAccess) {
    this.app = app;
    this.#url = url.replace(/\/$/, '');
    this.#media =
      media?.replace(/\/$/, '') ?? `${this.#url.replace(/^http/, 'ws').replace(/\/ari$/, '')}/media`;
    this.#authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  }

  /** `ws://127.0.0.1:8088/media/ID` */
  mediaUrl(connectionId: string): string {
    return `${this.#media}/${encodeURIComponent(connectionId)}`;
  }

  /** Rejects with {@link AriError}, or with what `fetch` rejects with when Asterisk cannot be reached. */
  async request<T = unknown>(method: string, path: string, query: Record<string, string> = {}): Promise<T> {
    const search = new URLSearchParams(query).toString();
    const response = await fetch(`${this.#url}${path}${search && `?${search}`}`, {
      method,
      headers: {authorization: this.#authorization},
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    if (!response.ok) throw new AriError(`${method} ${path}`, response.status, text);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  /** Whether a channel is there. */
  async hasChannel(id: string): Promise<boolean> {
    try {
      await this.request('GET', `/channels/${encodeURIComponent(id)}`);
      return true;
    } catch (error) {
      if (error instanceof AriError && error.status === 404) return false;
      throw error;
    }
  }
}
