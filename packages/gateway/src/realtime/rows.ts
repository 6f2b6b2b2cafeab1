import {mappingId, type Mapping} from '../mappings/mapping.js';

/** One object of Asterisk, field by field. */
export type RealtimeRow = Readonly<Record<string, string>> & {readonly id: string};

/** Dialplan contexts that rows send calls to: Asterisk's configuration has them. */
export const contexts = {
  /** Calls of users who may call. */
  calls: 'sidetone-users',
  /** Calls of users who may not: they are refused. */
  noCalls: 'sidetone-no-calls',
  /** Calls that come from a user's provider. */
  provider: 'sidetone-provider',
} as const;

/** How Asterisk names the side of a mapping that faces the provider. `~` is in no host name. */
export const providerId = (mapping: Mapping) => `${mappingId(mapping)}~provider`;

const yesNo = (value: boolean) => (value ? 'yes' : 'no');
const authIds = (id: string) => [0, 1, 2].map((index) => `${id}~${index}`);

/** The endpoint that a user's browser registers and calls as. */
export function browserEndpoint(mapping: Mapping, {fields, mayRegister}: EndpointOptions): RealtimeRow {
  const id = mappingId(mapping);
  return {
    id,
    webrtc: 'yes',
    context: mapping.canCall ? contexts.calls : contexts.noCalls,
    ...(mayRegister && {aors: id}),
    auth: authIds(id).join(','),
    disallow: 'all',
    allow: 'opus,g722,ulaw,alaw',
    dtmf_mode: 'auto_info',
    callerid: `<${mapping.sipUser}>`,
    trust_id_outbound: 'yes',
    send_pai: 'yes',
    set_var: `SIDETONE_MAPPING=${id}`,
    ...fields,
  };
}

interface EndpointOptions {
  /** Put over the row's own: what this installation needs besides. */
  fields: Readonly<Record<string, string>>;
  mayRegister: boolean;
}

/** One of a user's three short-lived digests. */
export function browserAuth(mapping: Mapping, index: number, digest: string, realm: string): RealtimeRow {
  return {
    id: authIds(mappingId(mapping))[index]!,
    auth_type: 'md5',
    username: mapping.sipUser,
    realm,
    md5_cred: digest,
  };
}

/** Where a user is registered: the phone that came last. */
export function browserAor(mapping: Mapping): RealtimeRow {
  return {id: mappingId(mapping), max_contacts: '1', remove_existing: 'yes', qualify_frequency: '0'};
}

/** The endpoint that faces the provider of a `udp`, `tcp` or `tls` mapping. */
export function providerEndpoint(mapping: Mapping): RealtimeRow {
  const id = providerId(mapping);
  return {
    id,
    transport: `sidetone-${mapping.transport}`,
    context: contexts.provider,
    aors: id,
    outbound_auth: id,
    from_user: mapping.sipUser,
    from_domain: mapping.sipHost,
    disallow: 'all',
    allow: 'opus,g722,ulaw,alaw',
    dtmf_mode: 'rfc4733',
    direct_media: 'no',
    rtp_symmetric: 'yes',
    set_var: `SIDETONE_MAPPING=${mappingId(mapping)}`,
  };
}

export function providerAuth(mapping: Mapping, password: string): RealtimeRow {
  return {id: providerId(mapping), auth_type: 'userpass', username: mapping.sipUser, password};
}

export function providerAor(mapping: Mapping): RealtimeRow {
  return {id: providerId(mapping), contact: serverUri(mapping), qualify_frequency: '0'};
}

/** How Asterisk registers at the provider for the user. `expires` in seconds. */
export function providerRegistration(mapping: Mapping, {expires}: {expires: number}): RealtimeRow {
  const id = providerId(mapping);
  return {
    id,
    transport: `sidetone-${mapping.transport}`,
    server_uri: serverUri(mapping),
    client_uri: `sip:${mappingId(mapping)}`,
    contact_user: mapping.sipUser,
    outbound_auth: id,
    expiration: String(expires),
    retry_interval: '30',
    forbidden_retry_interval: '300',
    fatal_retry_interval: '300',
    max_retries: '1000000',
    // Tells whose call it is that comes from the provider.
    line: 'yes',
    endpoint: id,
  };
}

/**
 * What the dialplan asks for at each call, uncached, so that a change counts from the next call on:
 * `${REALTIME_FIELD(sidetone_users,id,alice@example.org,can_call)}`.
 */
export function userRow(mapping: Mapping, {provider}: {provider: boolean}): RealtimeRow {
  return {
    id: mappingId(mapping),
    user: mapping.sipUser,
    host: mapping.sipHost,
    peer: mapping.userId,
    register: yesNo(mapping.register),
    can_call: yesNo(mapping.canCall),
    can_be_called: yesNo(mapping.canBeCalled),
    ...(provider && {provider: providerId(mapping)}),
  };
}

const serverUri = ({sipHost, sipPort, transport}: Mapping) =>
  `sip:${sipHost}:${sipPort};transport=${transport}`;
