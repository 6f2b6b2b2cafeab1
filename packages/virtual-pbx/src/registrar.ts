import {parseAddress, parseUri} from './sip/address.js';
import {contactOf} from './sip/dialog.js';
import type {SipRequest} from './sip/message.js';

export interface Binding {
  user: string;
  /** Contact URI as the phone gave it. */
  contact: string;
  /** ms since the Unix epoch. */
  until: number;
}

/** Where users can be reached (RFC 3261 10). One contact a user: a new one replaces the former. */
export class Registrar {
  #bindings = new Map<string, Binding>();

  constructor(private readonly longest = 3600) {}

  /** Carries out an authenticated REGISTER. Returns the granted seconds, 0 when the contact was removed. */
  register(user: string, request: SipRequest): number {
    const value = request.headers.get('Contact');
    const contact = contactOf(request);
    if (value === '*') this.#bindings.delete(user);
    if (!value || !contact) return this.#remaining(user);
    const asked = parseAddress(value).params.get('expires') ?? request.headers.get('Expires') ?? '3600';
    const expires = Math.min(Math.max(Number(asked) || 0, 0), this.longest);
    if (expires > 0) this.#bindings.set(user, {user, contact, until: Date.now() + expires * 1000});
    else if (sameContact(this.find(user)?.contact, contact)) this.#bindings.delete(user);
    return expires;
  }

  find(user: string): Binding | undefined {
    const binding = this.#bindings.get(user);
    return binding && binding.until > Date.now() ? binding : undefined;
  }

  /** Forgets a user, as when a server loses its registrations. */
  remove(user: string): void {
    this.#bindings.delete(user);
  }

  #remaining(user: string): number {
    const binding = this.find(user);
    return binding ? Math.ceil((binding.until - Date.now()) / 1000) : 0;
  }
}

function sameContact(one: string | undefined, other: string): boolean {
  if (one === undefined) return false;
  const [a, b] = [parseUri(one), parseUri(other)];
  return a.user === b.user && a.host === b.host && a.port === b.port;
}
