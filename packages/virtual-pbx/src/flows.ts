import {parseUri} from './sip/address.js';
import {contactOf} from './sip/dialog.js';
import {formatMessage, type SipRequest, type SipResponse} from './sip/message.js';
import type {VirtualSocket} from './socket.js';

/** Which socket leads to which phone. A phone is known by its Contact, and may come back on another socket. */
export class Flows {
  #sockets = new Map<string, VirtualSocket>();

  /** This phone was last heard on this socket. */
  learn(contact: string | undefined, socket: VirtualSocket): void {
    if (contact) this.#sockets.set(phoneOf(contact), socket);
  }

  request(request: SipRequest): void {
    this.#sockets.get(phoneOf(request.uri))?.deliver(formatMessage(request));
  }

  /** An answer goes back where its request came from (RFC 3261 18.2.2), or to where the phone is now. */
  response(response: SipResponse, request: SipRequest, socket: VirtualSocket): void {
    const contact = contactOf(request);
    const now = contact && socket.readyState !== 1 ? this.#sockets.get(phoneOf(contact)) : undefined;
    (now ?? socket).deliver(formatMessage(response));
  }
}

/** Some phones of one page share a host name, so the user part counts as well. */
function phoneOf(contact: string): string {
  const {user, host, port} = parseUri(contact);
  return `${user}@${host}:${port}`;
}
