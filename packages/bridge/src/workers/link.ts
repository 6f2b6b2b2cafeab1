import {EventEmitter} from 'node:events';
import WebSocket from 'ws';
import {BridgeError} from '../errors.js';
import {keepAlive} from '../keep-alive.js';
import type {Command, LegEvent, LegSnapshot, Message} from './protocol.js';

interface WorkerLinkEvents {
  /** The worker takes commands. These legs are in it. */
  up: [readonly LegSnapshot[]];
  /** It does not answer. What it carried is lost, or will be. */
  down: [];
  draining: [];
  event: [LegEvent];
}

interface Waiting {
  resolve: (leg: LegSnapshot | undefined) => void;
  reject: (error: BridgeError) => void;
}

/** Pauses between attempts to reach a worker, in ms. */
const pauses = {first: 50, longest: 2000};
/** How long a worker may take to answer a new connection, in ms. */
const handshakeTimeout = 1000;
/** A worker is asked so often whether it lives, in ms. */
const heartbeat = 500;

/** The connection to one worker, made again whenever it breaks. */
export class WorkerLink extends EventEmitter<WorkerLinkEvents> {
  readonly #token: string;
  readonly #waiting = new Map<number, Waiting>();
  #url: string | undefined;
  #socket: WebSocket | undefined;
  #up = false;
  #calls = 0;
  #pause = pauses.first;
  #retry: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;

  constructor(token: string, url?: string) {
    super();
    this.#token = token;
    if (url) this.moveTo(url);
  }

  get up(): boolean {
    return this.#up;
  }

  /** Connects to a worker at another address, or for the first time. */
  moveTo(url: string): void {
    this.close();
    this.#url = url;
    this.#pause = pauses.first;
    this.#connect();
  }

  /** Resolves with the leg as it is then. Rejects with what the worker says, or with `bridge-unavailable` when it goes down. */
  request(command: Command): Promise<LegSnapshot | undefined> {
    return new Promise((resolve, reject) => {
      if (!this.#up) return reject(new BridgeError('bridge-unavailable'));
      const call = ++this.#calls;
      this.#waiting.set(call, {resolve, reject});
      this.#socket?.send(JSON.stringify({call, command}));
    });
  }

  /** Lets go of the worker. What it carries goes on. */
  close(): void {
    this.#url = undefined;
    this.#drop();
  }

  #connect(): void {
    if (!this.#url) return;
    const socket = new WebSocket(this.#url, {
      headers: {authorization: `Bearer ${this.#token}`},
      handshakeTimeout,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Message));
    socket.on('close', () => this.#drop());
    this.#beat = keepAlive(socket, heartbeat);
  }

  #receive(message: Message): void {
    if (message.type === 'hello') {
      this.#up = true;
      this.#pause = pauses.first;
      this.emit('up', message.legs);
    } else if (message.type === 'event') {
      this.emit('event', message);
    } else if (message.type === 'draining') {
      this.emit('draining');
    } else {
      const waiting = this.#waiting.get(message.call);
      this.#waiting.delete(message.call);
      if (message.type === 'done') waiting?.resolve(message.leg);
      else waiting?.reject(new BridgeError(message.code));
    }
  }

  #drop(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.removeAllListeners('message').removeAllListeners('close').terminate();
    const wasUp = this.#up;
    this.#up = false;
    for (const {reject} of this.#waiting.values()) reject(new BridgeError('bridge-unavailable'));
    this.#waiting.clear();
    if (wasUp) this.emit('down');
    if (!this.#url) return;
    this.#retry = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, pauses.longest);
  }
}
