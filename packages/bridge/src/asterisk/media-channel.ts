import type {Ari} from './ari.js';
import {addToLegBridge, legChannel} from './leg-bridge.js';
import {type MediaHandlers, MediaSocket} from './media-socket.js';

interface Joined {
  legId: string;
  /** The caller's channel. */
  callerId: string;
}

/** The audio of one call: a channel of its own in Asterisk, bridged with the caller's. */
export class MediaChannel {
  readonly #ari: Ari;
  readonly #id = legChannel();
  #socket: MediaSocket | undefined;

  private constructor(ari: Ari) {
    this.#ari = ari;
  }

  /** Resolves when the phone's audio flows. Rejects, leaving nothing behind, when it cannot. */
  static async open(ari: Ari, joined: Joined, handlers: MediaHandlers): Promise<MediaChannel> {
    const channel = new MediaChannel(ari);
    try {
      channel.#socket = await MediaSocket.open(ari, channel.#id, handlers);
      await addToLegBridge(ari, {...joined, channelId: channel.#id});
    } catch (error) {
      await channel.close();
      throw error;
    }
    return channel;
  }

  /** Sends 20 ms to the phone. */
  send(frame: Int16Array): void {
    this.#socket?.send(frame);
  }

  /** Ends this channel. The caller's stays in the bridge. */
  async close(): Promise<void> {
    this.#socket?.close();
    await this.#ari.request('DELETE', `/channels/${this.#id}`).catch(() => undefined);
  }
}
