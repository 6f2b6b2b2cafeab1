import {SharedContext} from './audio/shared-context.js';
import {startTone} from './audio/tones.js';
import {Authenticator} from './authenticator.js';
import type {Callee} from './callees/callee.js';
import {directory} from './directory.js';
import {Exchange, type CallOptions} from './exchange.js';
import {Flows} from './flows.js';
import type {Leg} from './leg.js';
import type {LogEntry} from './log.js';
import {Registrar} from './registrar.js';
import {parseAddress, parseUri} from './sip/address.js';
import {contactOf, tagOf} from './sip/dialog.js';
import {parseMessage, SipSyntaxError, type SipMessage, type SipRequest} from './sip/message.js';
import {VirtualSocket} from './socket.js';
import {ClientTransactions, ServerTransaction} from './transactions.js';

export interface VirtualPbxOptions {
  /** The domain of its users' addresses; default `pbx.example`. */
  domain?: string;
  /** Digest user names and passwords. */
  users: Readonly<Record<string, string>>;
  /** More callees, by what is dialled. */
  callees?: Readonly<Record<string, Callee>>;
}

/**
 * A SIP server in the page: a registrar, callees to dial (see `directory`), and calls between its users.
 * Nothing leaves the machine: SIP stays in the page, and audio goes from one peer connection to another.
 */
export class VirtualPbx {
  readonly domain: string;
  /** Every SIP message, oldest first. */
  readonly log: LogEntry[] = [];
  readonly #users: ReadonlyMap<string, string>;
  readonly #sockets = new Set<VirtualSocket>();
  readonly #flows = new Flows();
  readonly #registrar = new Registrar();
  readonly #authenticator: Authenticator;
  readonly #clients: ClientTransactions;
  readonly #exchange: Exchange;
  readonly #audio = new SharedContext();
  #reachable = true;

  constructor({domain = 'pbx.example', users, callees = {}}: VirtualPbxOptions) {
    this.domain = domain;
    this.#users = new Map(Object.entries(users));
    this.#authenticator = new Authenticator(domain, (user) => this.#users.get(user));
    const transmit = (request: SipRequest) => {
      this.#record('sent', request);
      this.#flows.request(request);
    };
    this.#clients = new ClientTransactions(`SIP/2.0/WS ${domain}`, transmit);
    const known = directory(domain).flatMap(({number, name, callee}) => [
      [number, callee] as const,
      [name, callee] as const,
    ]);
    this.#exchange = new Exchange({
      domain,
      users: this.#users,
      callees: new Map([...known, ...Object.entries(callees)]),
      registrar: this.#registrar,
      clients: this.#clients,
      tools: {
        tone: (call, frequency) => startTone(this.#audio.get(), frequency, call.over),
        challenge: () => this.#authenticator.challenge(407),
      },
      transmit,
    });
  }

  /** For `SignalingLink`'s `openSocket`. */
  readonly openSocket = (url: string): VirtualSocket => {
    const socket: VirtualSocket = new VirtualSocket(
      url,
      {receive: (text) => this.#receive(text, socket), closed: () => this.#sockets.delete(socket)},
      this.#reachable,
    );
    this.#sockets.add(socket);
    return socket;
  };

  /** The calls that are not over: one leg for each phone. */
  get legs(): readonly Leg[] {
    return this.#exchange.legs;
  }

  /**
   * The far end calls a user.
   * @throws Error when the user is not registered.
   */
  call(user: string, options?: CallOptions): Leg {
    const leg = this.#exchange.call(user, options);
    if (!leg) throw new Error(`${user} is not registered.`);
    return leg;
  }

  /** The user has a registration that is not expired. */
  isRegistered(user: string): boolean {
    return this.#registrar.find(user) !== undefined;
  }

  /** Closes every socket, as a server that restarts or a network that changes. */
  drop(): void {
    for (const socket of this.#sockets) socket.close();
  }

  /** While unreachable new sockets do not open. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
  }

  /** Ends calls and sockets and lets go of the audio device. */
  close(): void {
    for (const leg of this.legs) leg.end();
    this.drop();
    this.#clients.close();
    this.#audio.close();
  }

  #receive(text: string, socket: VirtualSocket): void {
    if (text.trim() === '') return;
    let message: SipMessage;
    try {
      message = parseMessage(text);
    } catch (error) {
      if (error instanceof SipSyntaxError) return socket.close();
      throw error;
    }
    this.#flows.learn(contactOf(message), socket);
    this.#record('received', message);
    if (message.kind === 'response') this.#clients.receive(message);
    else void this.#dispatch(message, socket);
  }

  async #dispatch(request: SipRequest, socket: VirtualSocket): Promise<void> {
    const leg = this.#exchange.legOf(request);
    this.#flows.learn(leg?.dialog?.target, socket);
    if (request.method === 'ACK') return leg?.acknowledged(request);
    const transaction = new ServerTransaction(request, (response) => {
      this.#record('sent', response);
      this.#flows.response(response, request, socket);
    });
    if (leg) return leg.handle(transaction);
    if (tagOf(request.headers.get('To'))) return transaction.reply(481);
    if (request.method === 'REGISTER') return this.#register(transaction);
    if (request.method === 'INVITE') return this.#invite(transaction);
    if (request.method === 'CANCEL') return this.#exchange.cancelled(transaction);
    transaction.reply(request.method === 'OPTIONS' ? 200 : 405);
  }

  #register(transaction: ServerTransaction): void {
    const {request} = transaction;
    const {user} = parseUri(parseAddress(request.headers.get('To') ?? '').uri);
    if (!this.#users.has(user)) return transaction.reply(404);
    const proved = this.#authenticator.check(transaction, 401);
    if (proved === undefined) return;
    if (proved !== user) return transaction.reply(403);
    const expires = this.#registrar.register(user, request);
    const contact = contactOf(request);
    transaction.reply(200, {
      headers: expires && contact ? [['Contact', `<${contact}>;expires=${expires}`]] : [],
    });
  }

  #invite(transaction: ServerTransaction): void {
    if (this.#authenticator.check(transaction, 407) !== undefined) this.#exchange.invited(transaction);
  }

  #record(direction: LogEntry['direction'], message: SipMessage): void {
    const phoneIsSender = (direction === 'received') === (message.kind === 'request');
    const address = message.headers.get(phoneIsSender ? 'From' : 'To') ?? '';
    this.log.push({time: Date.now(), direction, phone: parseUri(parseAddress(address).uri).user, message});
  }
}
