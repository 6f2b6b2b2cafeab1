import {once} from 'node:events';
import WebSocket from 'ws';
import {frameSamples} from '../audio/format.js';
import {PhoneQueue} from '../audio/phone-queue.js';
import {splice} from '../audio/splice.js';
import type {Ari} from './ari.js';
import {addToLegBridge, legChannel} from './leg-bridge.js';

interface MediaChannelHandlers {
  /** Audio from the phone: signed 16-bit at 48 kHz, in messages of any size. */
  audio: (bytes: Uint8Array) => void;
  /** The phone's user pressed a key. */
  digit: (digit: string) => void;
  /** The connection ended and {@link MediaChannel.close} was not called. */
  lost: () => void;
}

interface Joined {
  legId: string;
  /** The caller's channel. */
  callerId: string;
}

/** So many bytes on their way mean that Asterisk takes no more: further audio would only be late. */
const backlog = 4 * 2 * frameSamples;

/** The audio of one call: a channel of its own in Asterisk, bridged with the caller's, and a WebSocket to it. */
export class MediaChannel {
  readonly #ari: Ari;
  readonly #id = legChannel();
  readonly #queue = new PhoneQueue();
  #omitted: Int16Array | undefined;
  #socket: WebSocket | undefined;

  private constructor(ari: Ari) {
    this.#ari = ari;
  }

  /** Resolves when phone and WebSocket are connected. Rejects, leaving nothing behind, when they cannot be. */
  static async open(ari: Ari, joined: Joined, handlers: MediaChannelHandlers): Promise<MediaChannel> {
    const channel = new MediaChannel(ari);
    try {
      await channel.#connect(handlers);
      await addToLegBridge(ari, {...joined, channelId: channel.#id});
    } catch (error) {
      await channel.close();
      throw error;
    }
    return channel;
  }

  /** Sends 20 ms to the phone, or leaves them out when what was sent before still waits. */
  send(frame: Int16Array): void {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > backlog) return;
    if (this.#queue.wantsLook) socket.send('GET_STATUS');
    if (!this.#queue.admits(frame)) {
      this.#omitted ??= frame;
      return;
    }
    const audible = this.#omitted ? splice(this.#omitted, frame) : frame;
    this.#omitted = undefined;
    socket.send(Buffer.from(audible.buffer, audible.byteOffset, audible.byteLength));
  }

  /** Ends this channel. The caller's stays in the bridge. */
  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.removeAllListeners().on('error', () => undefined);
    socket?.close();
    await this.#ari.request('DELETE', `/channels/${this.#id}`).catch(() => undefined);
  }

  async #connect({audio, digit, lost}: MediaChannelHandlers): Promise<void> {
    const {channelvars} = await this.#ari.request<{channelvars?: Record<string, string>}>(
      'POST',
      '/channels/externalMedia',
      {
        channelId: this.#id,
        app: this.#ari.app,
        external_host: 'INCOMING',
        transport: 'websocket',
        encapsulation: 'none',
        connection_type: 'server',
        format: 'slin48',
        direction: 'both',
      },
    );
    const connection = channelvars?.['MEDIA_WEBSOCKET_CONNECTION_ID'];
    if (!connection) throw new Error('Asterisk named no media connection: is chan_websocket loaded?');
    const socket = new WebSocket(this.#ari.mediaUrl(connection), 'media', {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
    });
    this.#socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) return audio(data);
      const text = data.toString();
      const key = /^DTMF_END digit:(\S)/.exec(text)?.[1];
      if (key) digit(key);
      const waiting = /^STATUS .*\bqueue_length:(\d+)/.exec(text)?.[1];
      if (waiting) this.#queue.looked(Number(waiting));
    });
    await once(socket, 'open');
    socket.on('error', () => undefined);
    socket.on('close', lost);
  }
}
