import type {SipLink} from './engine/engine.js';
import {SidetoneError} from './errors.js';
import {pause} from './timer.js';

/** The part of the browser's WebSocket that a link uses; a virtual PBX gives an object of its own. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  /** 1 while it is open; from 2 on it sends nothing more. */
  readonly readyState: number;
  send(data: string): void;
  close(): void;
}

export type OpenSocket = (url: string) => WebSocketLike;

export interface SignalingLinkOptions {
  /** `wss:` or `ws:` URLs in order of preference. */
  servers: readonly string[];
  openSocket?: OpenSocket;
  /** How long one server may take to open, in ms. */
  connectTimeout?: number;
  /** First and longest pause between rounds over all servers, in ms; doubled each round, with jitter. */
  backoff?: {first: number; longest: number};
}

/**
 * - `closed`: not wanted
 * - `opening`: trying the servers, or pausing before the next round
 * - `open`: messages flow
 */
export type LinkState = 'closed' | 'opening' | 'open';

/** A message waits at most this long for the link to come back: RFC 3261 timer B, 64 × T1. */
const messageLifetime = 32_000;

/** No server is asked again sooner than this, ms, however often somebody is in a hurry. */
const shortest = 250;

const openWebSocket: OpenSocket = (url) => {
  const socket = new WebSocket(url, 'sip');
  socket.binaryType = 'arraybuffer';
  return socket as WebSocketLike;
};

/**
 * SIP over WebSocket (RFC 7118) that outlives its sockets: tries the servers in order of preference, comes
 * back after a drop, and keeps what was sent meanwhile. Dispatches `state` on each change of {@link state},
 * and `unreachable` after each round in which no server answered.
 */
export class SignalingLink extends EventTarget implements SipLink {
  receive: ((message: string) => void) | undefined;
  readonly #servers: readonly string[];
  readonly #openSocket: OpenSocket;
  readonly #connectTimeout: number;
  readonly #backoff: {first: number; longest: number};
  #state: LinkState = 'closed';
  #socket: WebSocketLike | undefined;
  #url: string;
  #waiting: {message: string; until: number}[] = [];
  #run: AbortController | undefined;
  /** Aborted when somebody needs the link, or the network is back: the pause after this round is short. */
  #rest = new AbortController();

  constructor({servers, openSocket, connectTimeout, backoff}: SignalingLinkOptions) {
    super();
    this.#servers = servers.map(checkedUrl);
    const [preferred] = this.#servers;
    if (!preferred)
      throw new SidetoneError('configuration-invalid', {detail: 'server: give at least one wss: URL'});
    this.#url = preferred;
    this.#openSocket = openSocket ?? openWebSocket;
    this.#connectTimeout = connectTimeout ?? 4_000;
    this.#backoff = backoff ?? {first: 500, longest: 30_000};
  }

  get state(): LinkState {
    return this.#state;
  }

  get url(): string {
    return this.#url;
  }

  get serverCount(): number {
    return this.#servers.length;
  }

  /**
   * Resolves once open; a pause is cut short. Rejects with `server-unreachable` after a round in which
   * none answered; the link goes on trying.
   */
  async open(signal?: AbortSignal): Promise<void> {
    if (this.#state === 'open') return;
    this.#hurry();
    if (!this.#run) {
      this.#run = new AbortController();
      this.#setState('opening');
      void this.#connect(this.#run.signal);
    }
    await this.#firstOutcome(signal);
  }

  /** Drops the socket and what waits. */
  close(): void {
    this.#run?.abort();
    this.#hurry();
    this.#run = undefined;
    this.#waiting = [];
    this.#dropSocket();
    this.#setState('closed');
  }

  /** Leaves a server that answers but cannot serve (503), for the next one; with a single server nothing changes. */
  failOver(): void {
    if (this.#servers.length > 1) this.#leave(this.#servers.indexOf(this.#url) + 1);
  }

  /** Connects anew: over a connection where nothing is heard any more, nothing may come for a quarter of an hour until it breaks. */
  renew(): void {
    this.#leave(0);
  }

  #leave(next: number): void {
    if (this.#state !== 'open' || !this.#run) return;
    this.#dropSocket();
    this.#setState('opening');
    void this.#connect(this.#run.signal, next);
  }

  send(message: string): void {
    if (this.#socket?.readyState === 1) return this.#socket.send(message);
    if (this.#state === 'closed') return;
    this.#waiting.push({message, until: Date.now() + messageLifetime});
    this.#hurry();
  }

  #hurry(): void {
    this.#rest.abort();
  }

  #firstOutcome(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = new AbortController();
      const settle = (act: () => void) => {
        done.abort();
        act();
      };
      const options = {signal: done.signal};
      signal?.addEventListener('abort', () => settle(() => reject(new SidetoneError('aborted'))), options);
      this.addEventListener(
        'unreachable',
        () => settle(() => reject(new SidetoneError('server-unreachable'))),
        options,
      );
      this.addEventListener(
        'state',
        () => {
          if (this.#state === 'open') settle(resolve);
          if (this.#state === 'closed') settle(() => reject(new SidetoneError('aborted')));
        },
        options,
      );
      if (signal?.aborted) settle(() => reject(new SidetoneError('aborted')));
    });
  }

  /** Rounds over all servers until one opens; the first round starts at server `from`. */
  async #connect(signal: AbortSignal, from = 0): Promise<void> {
    const trying = new AbortController();
    if (typeof window !== 'undefined')
      window.addEventListener('online', () => this.#hurry(), {signal: trying.signal});
    try {
      await this.#rounds(signal, from);
    } finally {
      trying.abort();
    }
  }

  async #rounds(signal: AbortSignal, from: number): Promise<void> {
    let order = [...this.#servers.slice(from), ...this.#servers.slice(0, from)];
    const {first, longest} = this.#backoff;
    for (let length = first; ;) {
      const rest = (this.#rest = new AbortController());
      for (const url of order) {
        const socket = await this.#tryServer(url, signal);
        if (signal.aborted) return;
        if (socket) return this.#adopt(socket, url, signal);
      }
      order = [...this.#servers];
      this.dispatchEvent(new Event('unreachable'));
      const whole = length * (0.75 + Math.random() / 2);
      const least = Math.min(shortest, whole);
      await pause(least, signal);
      await pause(whole - least, rest.signal);
      if (signal.aborted) return;
      length = rest.signal.aborted ? first : Math.min(length * 2, longest);
    }
  }

  /** One attempt; `undefined` when it did not open in time. */
  #tryServer(url: string, signal: AbortSignal): Promise<WebSocketLike | undefined> {
    return new Promise((resolve) => {
      let socket: WebSocketLike;
      try {
        socket = this.#openSocket(url);
      } catch {
        resolve(undefined);
        return;
      }
      const settle = (opened: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        socket.onopen = socket.onclose = null;
        if (!opened) socket.close();
        resolve(opened ? socket : undefined);
      };
      const giveUp = () => settle(false);
      const timer = setTimeout(giveUp, this.#connectTimeout);
      signal.addEventListener('abort', giveUp);
      socket.onopen = () => settle(true);
      socket.onclose = giveUp;
    });
  }

  #adopt(socket: WebSocketLike, url: string, signal: AbortSignal): void {
    this.#socket = socket;
    this.#url = url;
    socket.onmessage = ({data}: {data: unknown}) => {
      if (typeof data === 'string') this.receive?.(data);
      else if (data instanceof ArrayBuffer) this.receive?.(new TextDecoder().decode(data));
    };
    socket.onclose = () => {
      this.#dropSocket();
      this.#setState('opening');
      void this.#connect(signal);
    };
    this.#setState('open');
    const now = Date.now();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const {message, until} of waiting) if (until > now) this.send(message);
  }

  #dropSocket(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #setState(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.dispatchEvent(new Event('state'));
  }
}

function checkedUrl(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol === 'wss:' || url?.protocol === 'ws:') return url.href;
  throw new SidetoneError('configuration-invalid', {detail: `server: "${server}" is not a wss: or ws: URL`});
}
