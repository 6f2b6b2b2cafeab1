import type {CredentialsProvider, FetchedCredentials} from './account.js';
import {SidetoneError} from './errors.js';
import {GatewayClient, GatewayFailure, type GatewayOptions} from './gateway-client.js';

/**
 * Credentials from a Sidetone gateway: `new Phone({credentials: gateway('https://gateway.example', {token}), …})`.
 * They are for this session's user only, and expire; the phone fetches the next ones before.
 * Rejects with `credentials-unavailable`.
 */
export function gateway(url: string, options: GatewayOptions = {}): CredentialsProvider {
  const client = new GatewayClient(url, options);
  return {
    async get({signal}): Promise<FetchedCredentials> {
      const body = await client.request('GET', 'v1/me/sip', {signal}).catch((error: unknown) => {
        if (!(error instanceof GatewayFailure)) throw error;
        throw unavailable(
          refusals[error.status] ?? (error.status ? `the gateway answered ${error.status}` : error.message),
          error.cause,
        );
      });
      if (!isCredentials(body)) throw unavailable(`what ${client.origin} answered is not a gateway's`);
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
