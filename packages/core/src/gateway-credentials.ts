import type {CredentialsProvider, FetchedCredentials, Permissions} from './account-options.js';
import type {SipCredentials} from './engine/engine.js';
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
          error,
        );
      });
      if (!isCredentials(body)) throw unavailable(`what ${client.origin} answered is not a gateway's`);
      const {servers, aor, authUser, password, expiresAt, registerExpires} = body;
      return {
        ...{servers, aor, authUser, password},
        ...(expiresAt && {expiresAt}),
        ...(registerExpires && {registerExpires}),
        ...(body.passwordKind === 'mapping' && {permissions: permissionsOf(body)}),
      };
    },
  };
}

const refusals: Record<number, string> = {
  401: 'the gateway does not accept the session: it may have expired',
  403: 'this user may not use the phone',
  404: 'the gateway knows no SIP user for this session',
  429: 'the gateway was asked too often',
};

/** At another server than the gateway's Asterisk, which sees to it by itself, only the page can. */
const permissionsOf = ({register = true, canCall = true, canBeCalled = true}: Answer): Permissions => ({
  register,
  call: canCall,
  beCalled: canBeCalled,
});

function unavailable(detail: string, cause?: unknown): SidetoneError {
  return new SidetoneError('credentials-unavailable', {detail, ...(cause !== undefined && {cause})});
}

/** What `GET /v1/me/sip` answers. */
interface Answer extends SipCredentials {
  servers: string[];
  aor: string;
  expiresAt?: string | null;
  registerExpires?: number;
  passwordKind?: string;
  register?: boolean;
  canCall?: boolean;
  canBeCalled?: boolean;
}

function isCredentials(body: unknown): body is Answer {
  const {servers, aor, authUser, password} = (body ?? {}) as Partial<Record<keyof Answer, unknown>>;
  return (
    Array.isArray(servers) &&
    [...servers, aor, authUser, password].every((value) => typeof value === 'string')
  );
}
