import WebSocket from 'ws';
import {StackError} from '../system/error.js';
import {EventLog, type WaitOptions} from '../system/event-log.js';
import type {AriBridge, AriChannel, AriEvent, AriPlayback, Originate} from './types.js';

export interface AriAddress {
  /** `http://127.0.0.1:20000/ari` */
  url: string;
  user: string;
  password: string;
}

type Query = Record<string, string | number | undefined>;

/** No two presses of a key end closer together, ms: a tone lasts 40 and the silence after it 30 at least (ITU-T Q.24). */
const shortestPress = 70;

/** A starved Asterisk puts a digit off that follows another within 45 ms, and tells of it again when its turn comes. */
const isEcho = ({digit, timestamp}: AriEvent, before: AriEvent | undefined) =>
  before?.digit === digit && Date.parse(timestamp) - Date.parse(before!.timestamp) < shortestPress;

/** As much of the Asterisk REST Interface as tests need, and the events of every channel. */
export class AriClient {
  readonly #address: AriAddress;
  readonly #application: string;
  readonly #events = new EventLog<AriEvent>();
  #socket: WebSocket | undefined;
  /** Asterisk has closed the socket by itself: nothing that happened since is known. */
  #lost = false;

  constructor(address: AriAddress, application: string) {
    this.#address = address;
    this.#application = application;
  }

  /** Subscribes to the application and to the events of all channels, bridges and endpoints. */
  async connect(): Promise<void> {
    this.close();
    const url = this.#url('/events', {app: this.#application, subscribeAll: 'true'});
    url.protocol = 'ws:';
    const socket = new WebSocket(url, {headers: this.#headers()});
    this.#socket = socket;
    this.#lost = false;
    socket.on('message', (data) => this.#events.add(JSON.parse(String(data)) as AriEvent));
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (error) => reject(new StackError(`ARI events: ${error.message}`)));
    });
    socket.on('error', () => undefined);
    socket.on('close', () => (this.#lost = this.#socket === socket));
  }

  close(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  /** Throws {@link StackError} when Asterisk has closed the socket: later events would be missing without a word. */
  get events(): readonly AriEvent[] {
    if (this.#lost) throw new StackError('Asterisk has closed the socket of the ARI events.');
    return this.#events.items;
  }

  /** The first matching event, past or to come. */
  waitFor(predicate: (event: AriEvent) => boolean, options: WaitOptions = {}): Promise<AriEvent> {
    return this.#events.waitFor(predicate, {what: 'ARI event', ...options});
  }

  /** Forgets the events so far. */
  clear(): void {
    this.#events.clear();
  }

  /** The digits that Asterisk received, in order, without its echoes: from one channel, or from all. */
  digits(channelId?: string): string {
    const last = new Map<string, AriEvent>();
    let digits = '';
    for (const event of this.events) {
      const {type, channel, digit = ''} = event;
      if (type !== 'ChannelDtmfReceived' || !channel || (channelId && channel.id !== channelId)) continue;
      if (!isEcho(event, last.get(channel.id))) digits += digit;
      last.set(channel.id, event);
    }
    return digits;
  }

  channels(): Promise<AriChannel[]> {
    return this.request('GET', '/channels');
  }

  bridges(): Promise<AriBridge[]> {
    return this.request('GET', '/bridges');
  }

  /** Calls someone, e.g. `{endpoint: 'PJSIP/alice', extension: '601', context: 'phones'}`. */
  originate(options: Originate): Promise<AriChannel> {
    return this.request('POST', '/channels', {...options});
  }

  /** `reasonCode` is an ISUP cause: 16 normal, 17 busy, 34 congestion. */
  async hangup(channelId: string, reasonCode = 16): Promise<void> {
    await this.request('DELETE', `/channels/${channelId}`, {reason_code: reasonCode});
  }

  /** Plays e.g. `tone:ring` or `sound:hello-world` into a channel of the application. */
  play(channelId: string, media: string): Promise<AriPlayback> {
    return this.request('POST', `/channels/${channelId}/play`, {media});
  }

  /** Any other request; `undefined` parameters are left out. Rejects with {@link StackError} unless the answer is 2xx. */
  async request<T>(method: string, path: string, query: Query = {}, body?: unknown): Promise<T> {
    const response = await fetch(this.#url(path, query), {
      method,
      headers: {...this.#headers(), ...(body === undefined ? {} : {'content-type': 'application/json'})},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const text = await response.text();
    if (!response.ok) throw new StackError(`ARI ${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  #url(path: string, query: Query): URL {
    const url = new URL(this.#address.url + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return url;
  }

  #headers(): Record<string, string> {
    const {user, password} = this.#address;
    return {authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`};
  }
}
