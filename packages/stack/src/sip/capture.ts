import {createSocket, type Socket} from 'node:dgram';
import {decodeHep, parseSip} from '@sidetone/sip';
import {EventLog, type WaitOptions} from '../system/event-log.js';
import {drawLadder} from './ladder.js';
import type {SipMessage} from './message.js';

/** Every SIP message that Asterisk received or sent, TLS and WebSocket included, as its HEP module reports them. */
export class SipCapture {
  readonly #log = new EventLog<SipMessage>();
  readonly #socket: Socket = createSocket('udp4');
  #serverPorts: ReadonlySet<number> = new Set();
  /** UDP ports on 127.0.0.1 of others who get every datagram too: Asterisk itself reports to one address only. */
  forwardTo: readonly number[] = [];

  /** Starts to listen on a free UDP port of 127.0.0.1, and returns it. */
  listen(): Promise<number> {
    this.#socket.on('message', (data) => this.#receive(data));
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#socket.bind(0, '127.0.0.1', () => resolve(this.#socket.address().port));
    });
  }

  /** Which ports are the server's own: they tell the direction of a message. */
  set serverPorts(ports: readonly number[]) {
    this.#serverPorts = new Set(ports);
  }

  /** In the order in which Asterisk saw them. */
  messages({callId}: {callId?: string} = {}): readonly SipMessage[] {
    const items = this.#log.items;
    return callId === undefined ? items : items.filter((message) => message.callId === callId);
  }

  /** The first matching message, past or to come. */
  waitFor(predicate: (message: SipMessage) => boolean, options: WaitOptions = {}): Promise<SipMessage> {
    return this.#log.waitFor(predicate, {what: 'SIP message', ...options});
  }

  /** One call's ladder, or everything's; with `full`, also every message. Secrets are removed. */
  ladder(callId?: string, options?: {full?: boolean}): string {
    return drawLadder(this.messages(callId === undefined ? {} : {callId}), options);
  }

  /** Forgets what was captured so far. */
  clear(): void {
    this.#log.clear();
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }

  #receive(data: Buffer): void {
    for (const port of this.forwardTo) this.#socket.send(data, port, '127.0.0.1');
    const packet = decodeHep(data);
    if (packet?.protocol !== 1) return;
    const {source, destination, time} = packet;
    const inbound = this.#serverPorts.has(Number(destination.split(':').pop()));
    const message = parseSip(packet.payload);
    if (message)
      this.#log.add({
        ...message,
        time,
        direction: inbound ? 'in' : 'out',
        peer: inbound ? source : destination,
      });
  }
}
