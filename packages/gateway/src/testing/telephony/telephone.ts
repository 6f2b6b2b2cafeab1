import {Caller, type Stack} from '@sidetone/stack';
import {Ari} from '../../asterisk/ari/rest.js';

interface TelephoneOptions {
  /** The Asterisk that plays the telephone. */
  at: Stack;
  /** UDP port of the server where it registers. */
  port: number;
  user: string;
  domain: string;
  password: string;
}

/** A SIP telephone of a mapped user, played by another Asterisk: it registers as a browser would, and takes calls. */
export class Telephone {
  readonly #options: TelephoneOptions;
  readonly #name: string;

  private constructor(options: TelephoneOptions) {
    this.#options = options;
    this.#name = `phone-${options.user}`;
  }

  static async connect(options: TelephoneOptions): Promise<Telephone> {
    const telephone = new Telephone(options);
    const {at, port, user, domain, password} = options;
    const name = telephone.#name;
    const ari = new Ari(at.addresses.asterisk.ari);
    const server = `sip:127.0.0.1:${port}`;
    await ari.push('auth', name, {auth_type: 'userpass', username: user, password});
    await ari.push('aor', name, {contact: server});
    await ari.push('endpoint', name, {
      context: 'provider',
      aors: name,
      outbound_auth: name,
      from_user: user,
      from_domain: domain,
      disallow: 'all',
      allow: 'g722,ulaw',
      dtmf_mode: 'rfc4733',
    });
    await ari.push('registration', name, {
      server_uri: server,
      client_uri: `sip:${user}@${domain}`,
      contact_user: name,
      outbound_auth: name,
      expiration: '600',
      retry_interval: '2',
      forbidden_retry_interval: '2',
      max_random_initial_delay: '0',
      line: 'yes',
      endpoint: name,
    });
    return telephone;
  }

  call(number: string): Promise<Caller> {
    return Caller.dial(this.#options.at, `PJSIP/${number}@${this.#name}`);
  }

  /** Resolves with the next call that has come in. */
  async answer(): Promise<Caller> {
    return Caller.next(this.#options.at, this.#name);
  }
}
