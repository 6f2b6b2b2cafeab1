import {decodeHep, parseSip, type SipMessage} from '@sidetone/sip';
import type {Counter} from 'prom-client';
import type {Logger} from '../log/logger.js';
import {sameSecret} from '../secrets/compare.js';
import {capturePassword} from './capture-password.js';

/** A SIP message that an Asterisk received or sent, secrets included. */
export interface CapturedMessage extends SipMessage {
  /** `127.0.0.1:40312` */
  source: string;
  destination: string;
  /** ms since 1970. */
  time: number;
}

type Listener = (message: CapturedMessage, asteriskId: string) => void;

interface FeedOptions {
  asterisks: readonly {id: string}[];
  realtimeSecret: string;
  packets: Counter<'outcome'>;
  log: Logger;
}

/** What HEP says is inside. */
const sipProtocol = 1;

/** What the Asterisk servers report of SIP. Packets that are none, or come from somebody else, are counted and dropped. */
export class SipFeed {
  readonly #options: FeedOptions;
  readonly #passwords: ReadonlyMap<string, string>;
  readonly #listeners = new Set<Listener>();

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#passwords = new Map(
      options.asterisks.map(({id}) => [id, capturePassword(options.realtimeSecret, id)]),
    );
  }

  /** Listens to every message, in the order in which they came, until the returned function is called. */
  onMessage(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Takes a HEPv3 datagram in. */
  receive(datagram: Buffer): void {
    const {packets, log} = this.#options;
    const packet = decodeHep(datagram);
    if (!packet) return packets.inc({outcome: 'malformed'});
    const asteriskId = this.#sender(packet.password);
    if (asteriskId === undefined) return packets.inc({outcome: 'refused'});
    const parsed = packet.protocol === sipProtocol ? parseSip(packet.payload) : undefined;
    if (!parsed) return packets.inc({outcome: 'other'});
    packets.inc({outcome: 'sip'});
    const {source, destination, time} = packet;
    for (const listener of [...this.#listeners])
      try {
        listener({...parsed, source, destination, time}, asteriskId);
      } catch (error) {
        log.error({err: error, asterisk: asteriskId}, 'a SIP message was not handled');
      }
  }

  #sender(password: string): string | undefined {
    for (const [id, own] of this.#passwords) if (sameSecret(own, password)) return id;
    return undefined;
  }
}
