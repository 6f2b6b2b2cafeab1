import {contexts, type RealtimeRow} from '../realtime/rows.js';
import type {TrunkTransport} from './tables.js';
import {registrationMark} from './registration-mark.js';
import {trunkEndpointId, type Trunk} from './trunk.js';

/** Asterisk's endpoint of a trunk: calls go out by it, and those that come by it ring at the gateway. */
export function trunkEndpoint(trunk: Trunk): RealtimeRow {
  const id = trunkEndpointId(trunk);
  return {
    id,
    transport: transportOf(trunk.transport),
    context: contexts.trunk,
    aors: id,
    ...(trunk.username && {outbound_auth: id}),
    from_domain: trunk.domain,
    disallow: 'all',
    allow: 'opus,g722,ulaw,alaw',
    dtmf_mode: 'rfc4733',
    direct_media: 'no',
    rtp_symmetric: 'yes',
    // RFC 4568: keys in the SDP, which TLS hides.
    ...(trunk.transport === 'tls' && {media_encryption: 'sdes'}),
    set_var: `SIDETONE_TRUNK=${trunk.id}`,
  };
}

export function trunkAuth(trunk: Trunk, password: string): RealtimeRow {
  const {authorizationId, username} = trunk;
  return {id: trunkEndpointId(trunk), auth_type: 'userpass', username: authorizationId || username, password};
}

export function trunkAor(trunk: Trunk): RealtimeRow {
  return {id: trunkEndpointId(trunk), contact: serverUri(trunk), qualify_frequency: '0'};
}

/** How Asterisk registers there. `expires` in seconds; `secret`: of {@link registrationMark}. */
export function trunkRegistration(
  trunk: Trunk,
  {expires, secret}: {expires: number; secret: string},
): Record<string, string> {
  const {username, domain, transport} = trunk;
  const id = trunkEndpointId(trunk);
  return {
    transport: transportOf(transport),
    server_uri: serverUri(trunk),
    client_uri: `sip:${username}@${domain}`,
    contact_user: username,
    contact_header_params: registrationMark(trunk, secret),
    outbound_auth: id,
    expiration: String(expires),
    retry_interval: '15',
    forbidden_retry_interval: '60',
    fatal_retry_interval: '60',
    auth_rejection_permanent: 'no',
    max_retries: '1000000',
    // Tells by which trunk a call comes.
    line: 'yes',
    endpoint: id,
    // By default Asterisk waits up to ten seconds.
    max_random_initial_delay: '0',
  };
}

/** By which address calls are known that come without a registration. */
export const trunkIdentify = (trunk: Trunk): Record<string, string> => ({
  endpoint: trunkEndpointId(trunk),
  match: trunk.domain.replace(/^\[|\]$/g, ''),
});

const transportOf = (transport: TrunkTransport) => `sidetone-${transport}`;
const serverUri = ({domain, port, transport}: Trunk) => `sip:${domain}:${port};transport=${transport}`;
