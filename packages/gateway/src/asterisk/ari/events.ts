import {keepAlive} from '@sidetone/bridge';
import WebSocket from 'ws';
import {Pulse} from './pulse.js';
import {basic} from './rest.js';
import type {AriAddress, AriEvent} from './types.js';

interface EventSocketOptions {
  application: string;
  /** Also the events of channels that are not in the application. */
  all?: boolean;
  onEvent(event: AriEvent): void;
  /** The socket is open: at the start, and again after each loss. */
  onUp?(): void;
  onDown?(reason: string): void;
  /** Another subscriber has taken the application: this socket is closed and does not come back. */
  onDisplaced?(): void;
  /** Milliseconds between tries, the first and the longest. */
  backOff?: {first: number; longest: number};
  /** Milliseconds between pings; a socket that leaves several in a row unanswered is given up. */
  heartbeat?: number;
  /** Lets Asterisk tell the application of a user event of this name, as often as that: a socket to which it does not come is given up. */
  pulse?: {event: string; raise(): Promise<void>};
}

const shortest = {first: 100, longest: 5000};

/**
 * Events of an ARI application over its WebSocket. It comes back by itself when it breaks, with growing pauses,
 * but not when another subscriber has displaced it: two that took the application from each other in turn would
 * lose what callers do meanwhile.
 */
export class EventSocket {
  readonly #url: URL;
  readonly #authorization: string;
  readonly #options: EventSocketOptions;
  #socket: WebSocket | undefined;
  #pulse: Pulse | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(address: AriAddress, options: EventSocketOptions) {
    const {application, all = false} = options;
    this.#url = new URL(`${address.url}/events`);
    this.#url.protocol = this.#url.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#url.searchParams.set('app', application);
    if (all) this.#url.searchParams.set('subscribeAll', 'true');
    this.#authorization = basic(address);
    this.#options = options;
    this.#connect();
  }

  get up(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** For good. No event comes afterwards. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url, {
      headers: {authorization: this.#authorization},
      handshakeTimeout: 4000,
    });
    this.#socket = socket;
    let reason = 'closed';
    let heartbeat: NodeJS.Timeout | undefined;
    const {heartbeat: period = 2000, pulse} = this.#options;
    socket.on('open', () => {
      this.#failures = 0;
      heartbeat = keepAlive(socket, period);
      if (pulse) this.#pulse = new Pulse({beat: () => pulse.raise(), period, onLost: () => lost()});
      if (!this.#closed) this.#options.onUp?.();
    });
    const lost = () => {
      reason = 'the application is told of nothing';
      socket.terminate();
    };
    socket.on('message', (data: Buffer) => this.#receive(data));
    socket.on('error', (error) => (reason = error.message));
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.#pulse?.stop();
      if (this.#closed) return;
      this.#options.onDown?.(reason);
      this.#retry = setTimeout(() => this.#connect(), this.#pause());
    });
  }

  #receive(data: Buffer): void {
    if (this.#closed) return;
    const event = JSON.parse(data.toString('utf8')) as AriEvent;
    if (event.type === 'ChannelUserevent' && event.eventname === this.#options.pulse?.event)
      return this.#pulse?.heard();
    if (event.type !== 'ApplicationReplaced') return this.#options.onEvent(event);
    this.close();
    this.#options.onDisplaced?.();
  }

  #pause(): number {
    const {first, longest} = this.#options.backOff ?? shortest;
    const pause = Math.min(longest, first * 2 ** this.#failures++);
    return pause * (0.75 + Math.random() / 2);
  }
}
