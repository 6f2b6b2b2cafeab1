import type {SipMessage as Message} from '@sidetone/sip';

/** A SIP message as the server received or sent it: see `redact` for its secrets. */
export interface SipMessage extends Message {
  /** Milliseconds since 1970. */
  time: number;
  /** `in` from a phone to the server, `out` from the server to a phone. */
  direction: 'in' | 'out';
  /** The phone's side of the connection, `127.0.0.1:40312`. */
  peer: string;
}
