import {setTimeout as sleep} from 'node:timers/promises';
import {AriError, unlessGone} from './errors.js';
import type {
  AriAddress,
  AriApplication,
  AriBridge,
  AriChannel,
  AriInfo,
  AriModule,
  AriPlayback,
} from './types.js';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Fields of a PJSIP object, as pjsip.conf names them. */
export type PjsipFields = Readonly<Record<string, string>>;

/** Kinds of objects that are pushed into Asterisk. */
export type PjsipType = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

interface PlayOptions {
  /** Chosen by the caller, so that whoever comes after can ask for it. */
  playbackId: string;
  /** `sound:…`, one after the other. */
  media: readonly string[];
}

interface NewChannel {
  /** Chosen by the caller, so that it is made once. */
  channelId: string;
  /** `PJSIP/+41446681800@trunk` */
  endpoint: string;
  application: string;
  args: string;
  /** Who calls, as the far side shows it. */
  callerId: {number: string; name: string};
  /** Set before it calls: `PJSIP_HEADER(add,X-Case)`. */
  variables?: Readonly<Record<string, string>>;
}

/** A call that nobody looks after any more ends then, s. */
const longestRinging = 600;
/** A channel that was made is in the application by then, ms. */
const longestEntering = 4000;

/** The requests of the Asterisk REST Interface that the gateway needs. All reject with {@link AriError}. */
export class Ari {
  readonly #address: AriAddress;
  readonly #timeout: number;

  /** `timeout`: milliseconds that Asterisk may take to answer. */
  constructor(address: AriAddress, {timeout = 4000} = {}) {
    this.#address = address;
    this.#timeout = timeout;
  }

  info(): Promise<AriInfo> {
    return this.request('GET', '/asterisk/info');
  }

  modules(): Promise<AriModule[]> {
    return this.request('GET', '/asterisk/modules');
  }

  channels(): Promise<AriChannel[]> {
    return this.request('GET', '/channels');
  }

  /** `undefined` when no one ever subscribed to it, or nothing is left of it. */
  application(name: string): Promise<AriApplication | undefined> {
    return unlessGone(this.request('GET', `/applications/${encodeURIComponent(name)}`));
  }

  async answer(channelId: string): Promise<void> {
    await this.request('POST', `/channels/${encodeURIComponent(channelId)}/answer`);
  }

  /** Lets a caller hear what is played before the answer: 183 with an SDP answer. */
  async progress(channelId: string): Promise<void> {
    await this.request('POST', `/channels/${encodeURIComponent(channelId)}/progress`);
  }

  /** Makes a channel, in the application from the beginning: whether it is answered while nobody listens does not matter. */
  async create({
    channelId,
    endpoint,
    application,
    args,
    callerId,
    variables: own,
  }: NewChannel): Promise<void> {
    const variables = {'CONNECTEDLINE(num,i)': callerId.number, 'CONNECTEDLINE(name)': callerId.name, ...own};
    const query = {endpoint, app: application, appArgs: args, channelId};
    await this.request('POST', '/channels/create', query, {variables});
  }

  /** Calls with a channel that {@link create} has made. How long it rings is the caller's matter. */
  async dial(channelId: string): Promise<void> {
    const path = `/channels/${encodeURIComponent(channelId)}/dial`;
    const start = performance.now();
    for (;;) {
      try {
        return await this.request('POST', path, {timeout: longestRinging});
      } catch (error) {
        // A channel enters the application a moment after it was made.
        if (!(error instanceof AriError && error.entering)) throw error;
        if (performance.now() - start > longestEntering)
          throw new AriError(0, `Asterisk did not let the channel ${channelId} into the application.`, error);
        await sleep(10);
      }
    }
  }

  /** Leaves the application for a place in the dialplan. */
  async continueAt(
    channelId: string,
    place: {context: string; extension: string; label: string},
  ): Promise<void> {
    await this.request('POST', `/channels/${encodeURIComponent(channelId)}/continue`, place);
  }

  /** The names of the applications that somebody listens to. */
  async applications(): Promise<string[]> {
    return (await this.request<AriApplication[]>('GET', '/applications')).map(({name}) => name);
  }

  /** `cause`: Q.850, 16 is a normal end. */
  async hangup(channelId: string, cause = 16): Promise<void> {
    await unlessGone(
      this.request('DELETE', `/channels/${encodeURIComponent(channelId)}`, {reason_code: cause}),
    );
  }

  /** Plays DTMF to one channel: `0-9*#A-D`, `w` pauses for half a second. */
  async dtmf(channelId: string, tones: string): Promise<void> {
    await this.request('POST', `/channels/${encodeURIComponent(channelId)}/dtmf`, {
      dtmf: tones,
      // As RFC 4733 receivers and old exchanges want them.
      duration: 120,
      between: 80,
    });
  }

  /** Music on hold, or its end. */
  async music(channelId: string, on: boolean): Promise<void> {
    await this.request(on ? 'POST' : 'DELETE', `/channels/${encodeURIComponent(channelId)}/moh`);
  }

  /** A variable or function of the dialplan, as a channel has it: `CHANNEL(pjsip,call-id)`. */
  async variable(channelId: string, name: string): Promise<string> {
    const path = `/channels/${encodeURIComponent(channelId)}/variable`;
    return (await this.request<{value: string}>('GET', path, {variable: name})).value;
  }

  /** Raises a user event for whoever has subscribed to an application. */
  async raise(name: string, application: string, variables: Readonly<Record<string, string>>): Promise<void> {
    await this.request('POST', `/events/user/${encodeURIComponent(name)}`, {application}, {variables});
  }

  async play(channelId: string, {playbackId, media}: PlayOptions): Promise<void> {
    await this.request('POST', `/channels/${encodeURIComponent(channelId)}/play`, {}, {media, playbackId});
  }

  playback(id: string): Promise<AriPlayback | undefined> {
    return unlessGone(this.request('GET', `/playbacks/${encodeURIComponent(id)}`));
  }

  async stopPlayback(id: string): Promise<void> {
    await unlessGone(this.request('DELETE', `/playbacks/${encodeURIComponent(id)}`));
  }

  bridges(): Promise<AriBridge[]> {
    return this.request('GET', '/bridges');
  }

  async destroyBridge(id: string): Promise<void> {
    await unlessGone(this.request('DELETE', `/bridges/${encodeURIComponent(id)}`));
  }

  /** Makes or changes an object that lives in Asterisk's memory until Asterisk restarts. */
  async push(type: PjsipType, id: string, fields: PjsipFields): Promise<void> {
    const list = Object.entries(fields).map(([attribute, value]) => ({attribute, value}));
    await this.request('PUT', dynamicPath(type, id), {}, {fields: list});
  }

  async remove(type: PjsipType, id: string): Promise<void> {
    await unlessGone(this.request('DELETE', dynamicPath(type, id)));
  }

  /** Any request: `undefined` in the query is left out, a body is sent as JSON. */
  async request<T>(method: string, path: string, query: Query = {}, body?: unknown): Promise<T> {
    const url = new URL(this.#address.url + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const {status, text} = await this.#send(url, method, body);
    if (status < 200 || status > 299) throw new AriError(status, refusal(method, path, status, text));
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async #send(url: URL, method: string, body: unknown): Promise<{status: number; text: string}> {
    const headers = {
      authorization: basic(this.#address),
      ...(body !== undefined && {'content-type': 'application/json'}),
    };
    try {
      const response = await fetch(url, {
        method,
        headers,
        signal: AbortSignal.timeout(this.#timeout),
        ...(body !== undefined && {body: JSON.stringify(body)}),
      });
      return {status: response.status, text: await response.text()};
    } catch (error) {
      throw new AriError(0, `Asterisk did not answer (${method} ${url.pathname}).`, error);
    }
  }
}

export function basic({user, password}: AriAddress): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function dynamicPath(type: PjsipType, id: string): string {
  return `/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(id)}`;
}

/** Asterisk's own words are in the JSON's `message`. A request's body, which may hold a password, is never repeated. */
function refusal(method: string, path: string, status: number, text: string): string {
  const said = /"(?:message|error)"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return `Asterisk refused ${method} ${path}: ${status}${said ? ` ${said}` : ''}`;
}
