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
  /** Calls that trunks bring. */
  trunk: 'sidetone-trunk',
} as const;

/** How Asterisk names the side of a mapping that faces the provider. `~` is in no host name. */
export const providerId = (mapping: Mapping) => `${mappingId(mapping)}~provider`;
/** The same side as the mapping is now: Asterisk, which remembers rows, has none yet under a name that it has not heard. */
export const currentProviderId = (mapping: Mapping) => `${providerId(mapping)}-${mapping.revision}`;
/** The mapping's own part of any id in these tables. */
export const withoutSide = (id: string) => id.replace(/~[a-z0-9-]+$/, '');

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

/** Where a user is registered: the phone that came last, by the way that a proxy in front has named (RFC 3327). */
export function browserAor(mapping: Mapping): RealtimeRow {
  return {
    id: mappingId(mapping),
    max_contacts: '1',
    remove_existing: 'yes',
    qualify_frequency: '0',
    support_path: 'yes',
  };
}

/** The endpoint that faces the provider of a `udp`, `tcp` or `tls` mapping. `id`: either of its names. */
export function providerEndpoint(mapping: Mapping, id: string): RealtimeRow {
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

export function providerAuth(mapping: Mapping, id: string, password: string): RealtimeRow {
  return {id, auth_type: 'userpass', username: mapping.sipUser, password};
}

export function providerAor(mapping: Mapping, id: string): RealtimeRow {
  return {id, contact: serverUri(mapping), qualify_frequency: '0'};
}

/** How Asterisk registers at the provider for the user. `expires` in seconds. `id`: the name of its endpoint and password. */
export function providerRegistration(
  mapping: Mapping,
  id: string,
  {expires}: {expires: number},
): RealtimeRow {
  return {
    id: providerId(mapping),
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
 * `${REALTIME_FIELD(sidetone_users,id,alice@example.org,can_call)}`. No field is empty: that is how a gateway
 * looks that cannot answer.
 */
export function userRow(mapping: Mapping, {provider}: {provider: boolean}): RealtimeRow {
  const away = !provider && !mapping.register;
  return {
    id: mappingId(mapping),
    user: mapping.sipUser,
    host: mapping.sipHost,
    peer: mapping.userId,
    register: yesNo(mapping.register),
    can_call: yesNo(mapping.canCall),
    can_be_called: yesNo(mapping.canBeCalled),
    /** Whether it may be rung. `away`: it does not register, whatever Asterisk still remembers. */
    reach: away && mapping.canBeCalled ? 'away' : yesNo(mapping.canBeCalled),
    provider: provider ? currentProviderId(mapping) : 'none',
  };
}

/** What the dialplan hears of somebody whom no mapping names. */
export const strangerRow = (id: string): RealtimeRow => ({
  id,
  register: 'unknown',
  can_call: 'unknown',
  can_be_called: 'unknown',
  reach: 'unknown',
  provider: 'none',
});

const serverUri = ({sipHost, sipPort, transport}: Mapping) =>
  `sip:${sipHost}:${sipPort};transport=${transport}`;
