import {parseAddress} from './address.js';
import {SipHeaders} from './headers.js';
import {cseqOf, type SipRequest, type SipResponse} from './message.js';

/** What identifies a dialog and routes its requests (RFC 3261 12). Addresses are header values without tags. */
export class Dialog {
  #sequence: number;

  private constructor(
    readonly callId: string,
    readonly local: {address: string; tag: string},
    readonly remote: {address: string; tag: string},
    /** The far side's Contact. */
    public target: string,
    readonly routes: readonly string[],
    sequence: number,
  ) {
    this.#sequence = sequence;
  }

  /** The dialog that a received INVITE begins. */
  static fromRequest(request: SipRequest, localTag: string): Dialog {
    const {headers} = request;
    return new Dialog(
      headers.get('Call-ID') ?? '',
      {address: untagged(headers.get('To')), tag: localTag},
      {address: untagged(headers.get('From')), tag: tagOf(headers.get('From'))},
      contactOf(request) ?? request.uri,
      headers.all('Record-Route'),
      0,
    );
  }

  /** The dialog that an answer to a sent INVITE begins. */
  static fromResponse(request: SipRequest, response: SipResponse): Dialog {
    const {headers} = request;
    return new Dialog(
      headers.get('Call-ID') ?? '',
      {address: untagged(headers.get('From')), tag: tagOf(headers.get('From'))},
      {address: untagged(headers.get('To')), tag: tagOf(response.headers.get('To'))},
      contactOf(response) ?? request.uri,
      response.headers.all('Record-Route').reverse(),
      cseqOf(request).number,
    );
  }

  /** The next request of this dialog; an ACK has the sequence number of its INVITE. */
  request(method: string, {sequence, headers = [], body = ''}: DialogRequest = {}): SipRequest {
    return {
      kind: 'request',
      method,
      uri: this.target,
      headers: new SipHeaders([
        ['Max-Forwards', '70'],
        ...this.routes.map((route): [string, string] => ['Route', route]),
        ['From', `${this.local.address};tag=${this.local.tag}`],
        ['To', `${this.remote.address};tag=${this.remote.tag}`],
        ['Call-ID', this.callId],
        ['CSeq', `${sequence ?? ++this.#sequence} ${method}`],
        ...headers,
      ]),
      body,
    };
  }
}

export interface DialogRequest {
  sequence?: number;
  headers?: readonly (readonly [name: string, value: string])[];
  body?: string;
}

export function tagOf(address: string | undefined): string {
  return address ? (parseAddress(address).params.get('tag') ?? '') : '';
}

/** The URI of the first Contact. */
export function contactOf(message: SipRequest | SipResponse): string | undefined {
  const contact = message.headers.get('Contact');
  return contact && contact !== '*' ? parseAddress(contact).uri : undefined;
}

function untagged(address = ''): string {
  return address.replace(/;tag=[^;>]*$/i, '').replace(/;tag=[^;>]*(?=;)/i, '');
}
