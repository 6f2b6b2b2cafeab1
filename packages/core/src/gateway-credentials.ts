import type {CredentialsProvider, FetchedCredentials} from './account.js';
import {SidetoneError} from './errors.js';

export interface GatewayOptions {
  /**
   * The session token that the application's server asked the gateway for (`POST /v1/sessions`), or what fetches a
   * fresh one. Without it the browser sends the gateway's own cookie, if there is one.
   */
  token?: string | (() => string | Promise<string>);
}

/**
 * Credentials from a Sidetone gateway: `new Phone({credentials: gateway('https://gateway.example', {token}), …})`.
 * They are for this session's user only, and expire; the phone fetches the next ones before.
 * Rejects with `credentials-unavailable`.
 */
export function gateway(url: string, {token}: GatewayOptions = {}): CredentialsProvider {
  const address = sipAddress(url);
  return {
    async get({signal}): Promise<FetchedCredentials> {
      const bearer = typeof token === 'function' ? await token() : token;
      const response = await fetch(address, {
        signal,
        credentials: bearer ? 'omit' : 'include',
        headers: {accept: 'application/json', ...(bearer && {authorization: `Bearer ${bearer}`})},
      }).catch((cause: unknown) => {
        throw unavailable('the gateway cannot be reached', cause);
      });
      if (!response.ok)
        throw unavailable(refusals[response.status] ?? `the gateway answered ${response.status}`);
      const body: unknown = await response.json().catch(() => undefined);
      if (!isCredentials(body))
        throw unavailable(`what ${new URL(address).origin} answered is not a gateway's`);
      return body;
    },
  };
}

const refusals: Record<number, string> = {
  401: 'the gateway does not accept the session: it may have expired',
  403: 'this user may not use the phone',
  404: 'the gateway knows no SIP user for this session',
  429: 'the gateway was asked too often',
};

function sipAddress(url: string): string {
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new SidetoneError('configuration-invalid', {
      detail: `gateway: "${url}" is not an http: or https: URL`,
    });
  }
  return new URL('v1/me/sip', url.endsWith('/') ? url : `${url}/`).href;
}

function unavailable(detail: string, cause?: unknown): SidetoneError {
  return new SidetoneError('credentials-unavailable', {detail, ...(cause !== undefined && {cause})});
}

function isCredentials(body: unknown): body is FetchedCredentials {
  const {servers, aor, authUser, password} = (body ?? {}) as Partial<
    Record<keyof FetchedCredentials, unknown>
  >;
  return (
    Array.isArray(servers) &&
    [...servers, aor, authUser, password].every((value) => typeof value === 'string')
  );
}
