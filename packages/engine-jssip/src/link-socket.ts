import type {SipLink} from '@sidetone/core';
import type {Socket} from './jssip.js';

/**
 * JsSIP repeats a re-INVITE that got a 491 by itself, after a fixed second and with its old CSeq, which servers
 * refuse. So it is shown a code that means nothing to it; see {@link realStatus}.
 */
const disguised491 = 490;

/** The status as the far side sent it. */
export function realStatus(status: number): number {
  return status === disguised491 ? 491 : status;
}

/** The phone's link as JsSIP's socket: to JsSIP it is connected from `connect` to the end. */
export class LinkSocket implements Socket {
  onconnect = () => {};
  ondisconnect = () => {};
  ondata: (message: string) => void = () => {};
  /** Nothing is routed by it: the link has one server. */
  readonly sip_uri = 'sip:link.invalid;transport=ws';
  #link: SipLink | undefined;

  constructor(link: SipLink) {
    this.#link = link;
  }

  get url(): string {
    return this.#link?.url ?? '';
  }

  get via_transport(): string {
    return this.url.toLowerCase().startsWith('wss:') ? 'WSS' : 'WS';
  }

  connect(): void {
    if (!this.#link) return;
    this.#link.receive = (message) =>
      this.ondata(message.replace(/^SIP\/2\.0 491\b/, `SIP/2.0 ${disguised491}`));
    this.onconnect();
  }

  send(message: string): boolean {
    this.#link?.send(message);
    return true;
  }

  /** Forgets the link. What JsSIP still wants to say is dropped. */
  disconnect(): void {
    if (this.#link) this.#link.receive = undefined;
    this.#link = undefined;
  }
}
