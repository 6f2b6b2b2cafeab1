import {lookup as resolve, type LookupAddress} from 'node:dns';
import type {LookupFunction} from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of addresses: its first, and how many bits all share. */
type AddressRange = ReturnType<typeof ipaddr.parseCIDR>;

/** An address that webhooks may not go to, or a name that leads to no other. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  constructor(host: string) {
    super(`${host} is a private address, or leads to one: see WEBHOOK_PRIVATE_ADDRESSES.`);
  }
}

/** `10.0.0.0/8`, or one address alone; `undefined` when it is neither. */
export function readRange(text: string): AddressRange | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128] as AddressRange;
}

type Resolver = (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void;

const system: Resolver = (host, done) => resolve(host, {all: true}, done);

/**
 * Which addresses webhooks may go to: public ones, and those that the settings name. A name is resolved once,
 * and the connection goes to an address that was looked at then.
 */
export class Addresses {
  constructor(
    private readonly allowed: readonly AddressRange[],
    private readonly resolver: Resolver = system,
  ) {}

  /** Loopback, private, link-local, multicast, documentation and tunnels (which may lead to any of them) are not public. */
  permits(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    if (parsed.range() === 'unicast') return true;
    return this.allowed.some(([first, bits]) => parsed.kind() === first.kind() && parsed.match(first, bits));
  }

  /** Throws {@link ForbiddenAddressError} when a URL's host is such an address itself. Names are looked at later. */
  check(url: URL): void {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (ipaddr.isValid(host) && !this.permits(host)) throw new ForbiddenAddressError(host);
  }

  /** For `connect`: only permitted addresses of a name. */
  readonly lookup: LookupFunction = (host, {all}, done) =>
    this.resolver(host, (error, found) => {
      const permitted = error ? [] : found.filter(({address}) => this.permits(address));
      const [first] = permitted;
      if (!first) return done(error ?? new ForbiddenAddressError(host), '');
      if (all) return done(null, permitted);
      done(null, first.address, first.family);
    });
}
