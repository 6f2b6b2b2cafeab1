import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import WebSocket from 'ws';
import {ariApplication} from '../extensions.js';
import type {Stack} from '../stack.js';
import {Ears} from './ears.js';

/** Somebody at a telephone of another Asterisk, who calls, listens, speaks and types. */
export class Caller {
  readonly ears = new Ears();
  readonly channelId: string;
  readonly #stack: Stack;
  readonly #socket: WebSocket;
  readonly #ear: string;
  #frequency = 0;
  #phase = 0;
  #due = performance.now();
  readonly #speaking = setInterval(() => this.#speak(), 5);

  private constructor(stack: Stack, channelId: string, ear: string, socket: WebSocket) {
    this.#stack = stack;
    this.channelId = channelId;
    this.#ear = ear;
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => isBinary && this.ears.hear(data));
    socket.on('error', () => undefined);
  }

  /** Calls `endpoint`, `PJSIP/+41446681800@sidetone`, and resolves when it has answered. */
  static async dial(stack: Stack, endpoint: string, callerId = '"Anna" <+41790000001>'): Promise<Caller> {
    const {ari} = stack;
    const channelId = randomUUID();
    await ari.originate({endpoint, app: ariApplication, callerId, channelId, timeout: 20});
    const answered = await ari.waitFor(
      ({type, channel}) => ['StasisStart', 'ChannelDestroyed'].includes(type) && channel?.id === channelId,
      {timeout: 20_000, what: 'answer'},
    );
    if (answered.type !== 'StasisStart') throw new Error(`The call failed with cause ${answered.cause}.`);
    return Caller.at(stack, channelId);
  }

  /** Calls `endpoint`, and resolves at once: what comes before the answer is heard too. `variables` of its channel: `PJSIP_HEADER(add,X-Own)`. */
  static async call(
    stack: Stack,
    endpoint: string,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Caller> {
    const {ari} = stack;
    const channelId = randomUUID();
    const query = {endpoint, app: ariApplication, channelId};
    await ari.request('POST', '/channels/create', query, {
      variables: {'CONNECTEDLINE(num,i)': '+41790000001', 'CONNECTEDLINE(name)': 'Anna', ...variables},
    });
    // Until then it cannot be told to call.
    await ari.waitFor(({type, channel}) => type === 'StasisStart' && channel?.id === channelId, {
      what: 'channel in the application',
    });
    // Before the ear is there, which would be the connected line.
    await ari.request('POST', `/channels/${channelId}/dial`, {timeout: 60});
    return Caller.at(stack, channelId);
  }

  /** Somebody at a channel that is in the application already. */
  static async at(stack: Stack, channelId: string): Promise<Caller> {
    const {ari, addresses} = stack;
    const ear = randomUUID();
    const {channelvars} = await ari.request<{channelvars: Record<string, string>}>(
      'POST',
      '/channels/externalMedia',
      {
        channelId: ear,
        app: ariApplication,
        external_host: 'INCOMING',
        transport: 'websocket',
        encapsulation: 'none',
        connection_type: 'server',
        format: 'slin48',
        transport_data: 'p',
      },
    );
    const base = addresses.asterisk.ari.url.replace(/^http/, 'ws').replace(/\/ari$/, '');
    const connection = channelvars['MEDIA_WEBSOCKET_CONNECTION_ID'];
    const socket = new WebSocket(`${base}/media/${connection}`, 'media', {perMessageDeflate: false});
    const caller = new Caller(stack, channelId, ear, socket);
    await once(socket, 'open');
    // The socket may be open before the application has the channel.
    await ari.waitFor(({type, channel}) => type === 'StasisStart' && channel?.id === ear, {
      what: 'ear in the application',
    });
    const bridge = await ari.request<{id: string}>('POST', '/bridges', {type: 'mixing'});
    await ari.request('POST', `/bridges/${bridge.id}/addChannel`, {channel: `${channelId},${ear}`});
    return caller;
  }

  /** The call that has reached a user's endpoint or a number of a provider's, and was answered. */
  static async next(stack: Stack, endpoint: string): Promise<Caller> {
    const {channel} = await stack.ari.waitFor(
      ({type, channel}) =>
        type === 'StasisStart' && (channel?.name.startsWith(`PJSIP/${endpoint}-`) ?? false),
      {timeout: 30_000, what: `call at ${endpoint} (${ariApplication})`},
    );
    return Caller.at(stack, channel!.id);
  }

  /** Says a tone from now on; 0 is silence. */
  say(frequency: number): void {
    this.#frequency = frequency;
  }

  /** Presses keys one after the other, as the telephone network carries them. */
  async press(keys: string): Promise<void> {
    const between = 60;
    await this.#stack.ari.request('POST', `/channels/${this.channelId}/dtmf`, {
      dtmf: keys,
      duration: 80,
      between,
    });
  }

  /** Resolves when the far side has hung up. */
  async hungUp(timeout = 30_000): Promise<void> {
    await this.#stack.ari.waitFor(
      ({type, channel}) => type === 'ChannelDestroyed' && channel?.id === this.channelId,
      {timeout, what: 'hang-up'},
    );
  }

  async hangUp(): Promise<void> {
    clearInterval(this.#speaking);
    for (const id of [this.channelId, this.#ear]) await this.#stack.ari.hangup(id).catch(() => undefined);
    this.#socket.terminate();
  }

  #speak(): void {
    for (const now = performance.now(); this.#due <= now; this.#due += 20) {
      const step = (2 * Math.PI * this.#frequency) / 48_000;
      const frame = Int16Array.from({length: 960}, () => 16_384 * Math.sin((this.#phase += step)));
      if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(Buffer.from(frame.buffer));
    }
  }
}
