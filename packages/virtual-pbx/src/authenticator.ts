import {challenge, parseAuthorization, proves} from './sip/digest.js';
import {token} from './sip/ids.js';
import type {ServerTransaction} from './transactions.js';

/** Digest with MD5 and `qop=auth` (RFC 3261 22), the way every SIP library speaks. */
export class Authenticator {
  #nonces = new Set<string>();

  constructor(
    private readonly realm: string,
    private readonly passwordOf: (user: string) => string | undefined,
  ) {}

  /** The user who proved to be one, else a challenge has been sent. */
  check(transaction: ServerTransaction, status: 401 | 407): string | undefined {
    const {request} = transaction;
    const value = request.headers.get(status === 401 ? 'Authorization' : 'Proxy-Authorization');
    const fields = parseAuthorization(value ?? '');
    const user = fields.get('username') ?? '';
    const password = this.passwordOf(user);
    const known = this.#nonces.has(fields.get('nonce') ?? '');
    if (known && password !== undefined && proves(fields, request.method, password)) return user;
    transaction.reply(status, {headers: [this.challenge(status)]});
    return undefined;
  }

  /** A header that asks for proof with a new nonce. */
  challenge(status: 401 | 407): [name: string, value: string] {
    const nonce = token(24);
    this.#nonces.add(nonce);
    return [status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate', challenge(this.realm, nonce)];
  }
}
