import {once} from 'node:events';
import WebSocket from 'ws';
import {frameSamples} from '../audio/format.js';
import {PhoneClock} from '../audio/phone-clock.js';
import type {Ari} from './ari.js';

export interface MediaHandlers {
  /** Audio from the phone: signed 16-bit at 48 kHz, in messages of any size. */
  audio: (bytes: Uint8Array) => void;
  /** The phone's user pressed a key. */
  digit: (digit: string) => void;
  /** The connection ended and {@link MediaSocket.close} was not called. */
  lost?: () => void;
}

/** As much of Asterisk's events as is wanted here. */
interface MediaEvent {
  event: string;
  digit?: string;
  correlation_id?: string;
}

/** So many bytes on their way mean that Asterisk takes no more: further audio would only be late. */
const backlog = 4 * 2 * frameSamples;
/** Of so many frames one is asked how long it waits. */
const interval = 5;
/** Milliseconds that a frame should come before the tick at which it is played: jitter must not make it miss that. */
const lead = 3;

/** A channel in Asterisk whose audio and keys go over a WebSocket. */
export class MediaSocket {
  readonly #socket: WebSocket;
  readonly #clock = new PhoneClock();
  #sent = 0;
  /** When Asterisk's clock was set. */
  #setAt = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Makes the channel. Resolves when audio can be sent to it; what makes this reject may leave the channel there. */
  static async open(ari: Ari, channelId: string, handlers: MediaHandlers): Promise<MediaSocket> {
    const {channelvars} = await ari.request<{channelvars?: Record<string, string>}>(
      'POST',
      '/channels/externalMedia',
      {
        channelId,
        app: ari.app,
        external_host: 'INCOMING',
        transport: 'websocket',
        encapsulation: 'none',
        connection_type: 'server',
        format: 'slin48',
        direction: 'both',
        transport_data: 'f(json)',
      },
    );
    const connection = channelvars?.['MEDIA_WEBSOCKET_CONNECTION_ID'];
    if (!connection) throw new Error('Asterisk named no media connection: is chan_websocket loaded?');
    const socket = new WebSocket(ari.mediaUrl(connection), 'media', {
      perMessageDeflate: false,
      handshakeTimeout: 3000,
    });
    const media = new MediaSocket(socket);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) handlers.audio(data);
      else media.#happened(JSON.parse(data.toString()) as MediaEvent, handlers);
    });
    await once(socket, 'open');
    socket.on('error', () => undefined);
    if (handlers.lost) socket.on('close', handlers.lost);
    return media;
  }

  /** Sends 20 ms to the phone. What the connection does not take is dropped. */
  send(frame: Int16Array): void {
    if (this.#socket.readyState !== WebSocket.OPEN || this.#socket.bufferedAmount > backlog) return;
    if (this.#sent++ % interval === 0) this.#command('MARK_MEDIA', {correlation_id: `${performance.now()}`});
    this.#socket.send(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength));
    if (this.#clock.isDue(frame)) setTimeout(() => this.#setClock(), lead);
  }

  close(): void {
    this.#socket.removeAllListeners().on('error', () => undefined);
    this.#socket.close();
  }

  /** Asterisk starts its clock when media begin to flow its way. */
  #setClock(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#command('FLUSH_MEDIA');
    this.#command('SET_MEDIA_DIRECTION', {direction: 'in'});
    this.#command('SET_MEDIA_DIRECTION', {direction: 'both'});
    this.#setAt = performance.now();
  }

  #command(command: string, options: Record<string, string> = {}): void {
    this.#socket.send(JSON.stringify({command, ...options}));
  }

  #happened({event, digit, correlation_id}: MediaEvent, handlers: MediaHandlers): void {
    if (event === 'DTMF_END' && digit) handlers.digit(digit);
    if (event === 'MEDIA_MARK_PROCESSED') this.#played(Number(correlation_id));
  }

  #played(sentAt: number): void {
    if (sentAt > this.#setAt) this.#clock.waited(performance.now() - sentAt);
  }
}
