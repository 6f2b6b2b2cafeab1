import type {SipCredentials} from './engine/engine.js';
import {SidetoneError} from './errors.js';

/** What a gateway hands to a browser: where to register, as whom, for how long. */
export interface FetchedCredentials extends SipCredentials {
  /** `wss:` URLs in order of preference. */
  servers: string[];
  aor: string;
  /** ISO 8601; fresh credentials are fetched before. Absent: they do not expire. */
  expiresAt?: string;
  /** What the user may do, where nobody but the page can see to it: all of it when left out. */
  permissions?: Permissions;
  /** Seconds to ask for in REGISTER, unless the account's options say another number. */
  registerExpires?: number;
}

/** What a user may do at a server that knows nothing of it. */
export interface Permissions {
  register: boolean;
  call: boolean;
  beCalled: boolean;
}

export interface CredentialsProvider {
  /** Asked again after a pause when it rejects, unless the error or its cause has a `status` of 401, 403 or 404. */
  get(options: {signal: AbortSignal}): Promise<FetchedCredentials>;
}

export interface AccountOptions {
  /** `wss:` URLs in order of preference. */
  server?: string | readonly string[];
  /** Address of record: `sip:alice@example.org`. */
  aor?: string;
  /** Digest user name; the AOR's user unless given. */
  authUser?: string;
  password?: string;
  /** Instead of server, aor and password. */
  credentials?: CredentialsProvider;
  displayName?: string;
  /** Seconds asked for in REGISTER. Default 300. */
  registerExpires?: number;
}

/** Throws `configuration-invalid`. */
export function checkedAor(aor: string | undefined): string {
  if (aor && /^sips?:[^@\s<>"]+@[^@\s<>"]+$/.test(aor)) return aor;
  throw new SidetoneError('configuration-invalid', {
    detail: `aor: "${aor ?? ''}" is not of the form sip:user@domain`,
  });
}

/** What options without a provider say themselves. Throws `configuration-invalid`. */
export function ownCredentials({
  server = [],
  aor,
  authUser,
  password = '',
}: AccountOptions): FetchedCredentials {
  const address = checkedAor(aor);
  const servers = typeof server === 'string' ? server.split(/\s+/).filter(Boolean) : [...server];
  if (!servers.length)
    throw new SidetoneError('configuration-invalid', {detail: 'server: give at least one wss: URL'});
  return {servers, aor: address, authUser: authUser ?? userOf(address), password};
}

function userOf(aor: string): string {
  return decodeURIComponent(aor.replace(/^sips?:/, '').replace(/@.*$/, ''));
}
