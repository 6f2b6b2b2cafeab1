import {formatAddress, parseAddress, parseVia} from './sip/address.js';
import {SipHeaders} from './sip/headers.js';
import {branch} from './sip/ids.js';
import {cseqOf, type SipRequest, type SipResponse} from './sip/message.js';
import {reasonOf} from './sip/reasons.js';

export interface ReplyOptions {
  reason?: string;
  headers?: readonly (readonly [name: string, value: string])[];
  body?: string;
}

/** A request that a phone sent, waiting for its answer (RFC 3261 17.2; over a reliable transport nothing is repeated). */
export class ServerTransaction {
  readonly branch: string;
  /** Put into the To header of each answer above 100. */
  toTag = '';
  #final = false;

  constructor(
    readonly request: SipRequest,
    private readonly send: (response: SipResponse) => void,
  ) {
    this.branch = parseVia(request.headers.get('Via') ?? '').branch;
  }

  /** A final response has been sent. */
  get done(): boolean {
    return this.#final;
  }

  reply(status: number, {reason = reasonOf(status), headers = [], body = ''}: ReplyOptions = {}): void {
    if (this.#final) return;
    this.#final = status >= 200;
    const response = new SipHeaders();
    for (const name of ['Via', 'Record-Route', 'From', 'To', 'Call-ID', 'CSeq']) {
      for (const value of this.request.headers.all(name)) response.add(name, value);
    }
    const to = parseAddress(this.request.headers.get('To') ?? '');
    if (this.toTag && status > 100 && !to.params.has('tag')) {
      to.params.set('tag', this.toTag);
      response.set('To', formatAddress(to));
    }
    for (const [name, value] of headers) response.add(name, value);
    this.send({kind: 'response', status, reason, headers: response, body});
  }
}

/** Timer B and F of RFC 3261, in ms. */
const requestTimeout = 32_000;

/** Requests that the PBX sent and whose answers it waits for (RFC 3261 17.1). */
export class ClientTransactions {
  #pending = new Map<
    string,
    {request: SipRequest; answered: (response: SipResponse) => void; timer: unknown}
  >();

  constructor(
    /** The Via value without its branch. */
    private readonly via: string,
    private readonly transmit: (request: SipRequest) => void,
  ) {}

  /** `answered` is called with each response; after 32 s without a final one with a 408 made here. */
  send(request: SipRequest, answered: (response: SipResponse) => void): void {
    const id = parseVia(this.stamped(request).headers.get('Via') ?? '').branch;
    const timer = setTimeout(() => this.#settle(id, timeout(request)), requestTimeout);
    this.#pending.set(key(id, request.method), {request, answered, timer});
    this.transmit(request);
  }

  /** The request with a Via of its own, e.g. the ACK of a 2xx. */
  stamped(request: SipRequest): SipRequest {
    request.headers = new SipHeaders([['Via', `${this.via};branch=${branch()}`], ...request.headers]);
    return request;
  }

  /** The CANCEL goes hop by hop with the branch of its INVITE (RFC 3261 9.1). */
  cancel(invite: SipRequest, headers: readonly (readonly [string, string])[]): void {
    this.transmit({
      kind: 'request',
      method: 'CANCEL',
      uri: invite.uri,
      headers: new SipHeaders([
        ...hopHeaders(invite, 'CANCEL'),
        ['To', invite.headers.get('To') ?? ''],
        ...headers,
      ]),
      body: '',
    });
  }

  receive(response: SipResponse): void {
    this.#settle(parseVia(response.headers.get('Via') ?? '').branch, response);
  }

  close(): void {
    for (const {timer} of this.#pending.values()) clearTimeout(timer as number);
    this.#pending.clear();
  }

  #settle(id: string, response: SipResponse): void {
    const entry = this.#pending.get(key(id, cseqOf(response).method));
    if (!entry) return;
    const {request, answered, timer} = entry;
    if (response.status >= 200) {
      clearTimeout(timer as number);
      this.#pending.delete(key(id, request.method));
      if (request.method === 'INVITE' && response.status >= 300) this.#acknowledge(request, response);
    }
    answered(response);
  }

  /** The ACK of a refusal belongs to the INVITE's transaction (RFC 3261 17.1.1.3). */
  #acknowledge(invite: SipRequest, response: SipResponse): void {
    this.transmit({
      kind: 'request',
      method: 'ACK',
      uri: invite.uri,
      headers: new SipHeaders([...hopHeaders(invite, 'ACK'), ['To', response.headers.get('To') ?? '']]),
      body: '',
    });
  }
}

function hopHeaders(invite: SipRequest, method: string): [string, string][] {
  const {headers} = invite;
  return [
    ['Via', headers.get('Via') ?? ''],
    ['Max-Forwards', '70'],
    ...headers.all('Route').map((route): [string, string] => ['Route', route]),
    ['From', headers.get('From') ?? ''],
    ['Call-ID', headers.get('Call-ID') ?? ''],
    ['CSeq', `${cseqOf(invite).number} ${method}`],
  ];
}

function timeout(request: SipRequest): SipResponse {
  return {kind: 'response', status: 408, reason: reasonOf(408), headers: request.headers, body: ''};
}

function key(id: string, method: string): string {
  return `${id} ${method}`;
}
