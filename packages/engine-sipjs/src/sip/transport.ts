import type {SipLink} from '@sidetone/core';
import type {Transport} from 'sip.js/lib/core/index.js';

/** The phone's link as SIP.js' transport: always connected, never failing. */
export class LinkTransport implements Transport {
  readonly #link: SipLink;

  constructor(link: SipLink) {
    this.#link = link;
  }

  /** The Via transport (RFC 7118 5.1). */
  get protocol(): string {
    return this.#link.url.startsWith('wss:') ? 'WSS' : 'WS';
  }

  send(message: string): Promise<void> {
    this.#link.send(message);
    return Promise.resolve();
  }
}
