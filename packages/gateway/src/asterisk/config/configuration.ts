import type {Language} from '../../rooms/languages.js';
import {questionBody} from '../../realtime/question.js';
import {capturePassword} from '../../sip/capture-password.js';
import {dialplan, legContext} from './dialplan.js';
import {ini, type Section} from './ini.js';
import {harmfulModules, hepModules, moduleNames} from './modules.js';

export interface AsteriskConfigOptions {
  /** This Asterisk's id among the settings. */
  id: string;
  ari: {user: string; password: string};
  /** Where Asterisk reaches the gateway: `http://127.0.0.1:3000`. Several gateways: their load balancer. */
  gateway: string;
  realtimeSecret: string;
  /** Numbers that lead to the IVR, as they are configured. */
  numbers: readonly string[];
  /** ISO country of numbers without a country code. */
  country: string;
  /** ms that a browser's password lives. */
  credentialLife: number;
  /** Folder of the prompts as Asterisk sees it. */
  prompts: string;
  language: Language;
  /** Route calls from providers by the To header: providers that do not keep what the Contact said. */
  ignoreContact: boolean;
  /** Every SIP message into Asterisk's log. */
  trace: boolean;
  /** Where SIP messages are reported to: the gateway's HEP_LISTEN. Left out, they are not. */
  hep?: string;
  /** The account by which livekit-sip calls, for BRIDGE=livekit-sip. */
  livekitSip?: {user: string; password: string};
  /** A context of the operator's own: what users may dial that is neither a room's number nor a user. */
  dialContext?: string;
  /** Addresses with ports to listen on, one a transport; transports left out are not there. */
  bind: Readonly<Partial<Record<'udp' | 'tcp' | 'tls', string>>>;
  /** PEM files, for providers that open a connection of their own to the `tls` transport. */
  tlsCertificate?: {certificate: string; key: string};
  /** PEM: authorities of the certificates of providers that are reached by TLS. Left out, the system's. */
  tlsAuthorities?: string;
  /** Its HTTP server: ARI and media sockets are on plain HTTP, browsers come by WSS. Left out, it is set up already. */
  http?: {bind: string; port: number; tls?: {bind: string; certificate: string; key: string}};
}

export interface AsteriskConfiguration {
  /** What has to be in Asterisk's files, by file name. */
  files: Readonly<Record<string, string>>;
  /** Modules that must be loaded, without `.so`. */
  modules: readonly string[];
  /** Modules that must not be, without `.so`. */
  noload: readonly string[];
}

/** Everything that Asterisk needs for the gateway. */
export function asteriskConfiguration(options: AsteriskConfigOptions): AsteriskConfiguration {
  const {ari, hep, http, trace} = options;
  return {
    modules: [...moduleNames, ...(hep ? hepModules : []), ...(trace ? ['res_pjsip_logger'] : [])],
    noload: harmfulModules,
    files: {
      ...(http && {'http.conf': httpConf(http)}),
      'ari.conf': ini([ari.user, {type: 'user', read_only: 'no', password: ari.password}]),
      // A gateway that hangs must not hold up calls.
      'res_curl.conf': ini(['globals', {conntimeout: 2, httptimeout: 4}]),
      'extconfig.conf': extconfigConf(options),
      'sorcery.conf': sorceryConf(options),
      'pjsip.conf': pjsipConf(options),
      'extensions.conf': dialplan(options),
      ...(hep && {'hep.conf': hepConf(hep, options)}),
      ...(trace && {'cli.conf': ini(['startup_commands', {'pjsip set logger on': 'yes'}])}),
    },
  };
}

function httpConf({bind, port, tls}: NonNullable<AsteriskConfigOptions['http']>): string {
  return ini([
    'general',
    {
      enabled: 'yes',
      bindaddr: bind,
      bindport: port,
      sessionlimit: 2000,
      ...(tls && {
        tlsenable: 'yes',
        tlsbindaddr: tls.bind,
        tlscertfile: tls.certificate,
        tlsprivatekey: tls.key,
      }),
    },
  ]);
}

/** The password says who reports. */
function hepConf(address: string, {id, realtimeSecret}: AsteriskConfigOptions): string {
  return ini([
    'general',
    {
      enabled: 'yes',
      capture_address: address,
      capture_password: capturePassword(realtimeSecret, id),
      uuid_type: 'call-id',
    },
  ]);
}

const tables = ['ps_endpoints', 'ps_auths', 'ps_aors', 'sidetone_users'];

/** Asterisk asks the gateway by HTTP. It logs addresses that it cannot reach, so the secret is in none: it is posted. */
function extconfigConf({gateway, id, realtimeSecret}: AsteriskConfigOptions): string {
  const {href} = new URL('realtime/', gateway.endsWith('/') ? gateway : `${gateway}/`);
  const body = questionBody(id, realtimeSecret);
  return ini([
    'settings',
    Object.fromEntries(tables.map((table) => [`${table} `, `> curl,"${href}${table},${body}"`])),
  ]);
}

/**
 * Users live at the gateway, and are remembered for a while: shorter than a password's slot, so that no password
 * in use is missing. Registrations elsewhere are put into Asterisk's memory by the gateway.
 */
function sorceryConf({credentialLife}: AsteriskConfigOptions): string {
  const longest = Math.max(1, Math.min(60, Math.floor(credentialLife / 4000)));
  const cache = [
    'memory_cache',
    'maximum_objects=20000',
    `object_lifetime_maximum=${longest}`,
    'expire_on_reload=yes',
  ].join(',');
  const wizards = (type: string): Record<string, string | string[]> => ({
    [`${type}/cache`]: cache,
    [type]: [`config,pjsip.conf,criteria=type=${type}`, `realtime,ps_${type}s`],
  });
  return ini(
    ['res_pjsip', {...wizards('endpoint'), ...wizards('auth'), ...wizards('aor')}],
    ['res_pjsip_endpoint_identifier_ip', {identify: ['config,pjsip.conf,criteria=type=identify', 'memory']}],
    [
      'res_pjsip_outbound_registration',
      {registration: ['config,pjsip.conf,criteria=type=registration', 'memory']},
    ],
  );
}

function pjsipConf(options: AsteriskConfigOptions): string {
  const {bind, tlsCertificate: own, tlsAuthorities, http, livekitSip} = options;
  const tls = {
    method: 'tlsv1_2',
    verify_server: 'yes',
    ...(tlsAuthorities ? {ca_list_file: tlsAuthorities} : {ca_list_path: '/etc/ssl/certs'}),
    ...(own && {cert_file: own.certificate, priv_key_file: own.key}),
  };
  const transports = Object.entries(bind).map(([protocol, address]): Section => [
    `sidetone-${protocol}`,
    {
      type: 'transport',
      protocol,
      bind: address,
      ...(protocol === 'tls' && tls),
    },
  ]);
  // Where the socket listens is http.conf's matter.
  if (http?.tls) transports.push(['sidetone-wss', {type: 'transport', protocol: 'wss', bind: '0.0.0.0'}]);
  return ini(...transports, ...(livekitSip ? livekitSipAccount(livekitSip) : []));
}

/** Known by its From, which the gateway sets to the account's user. It speaks no Opus. */
function livekitSipAccount({user, password}: {user: string; password: string}): Section[] {
  return [
    [user, {type: 'auth', auth_type: 'userpass', username: user, password}],
    [
      user,
      {
        type: 'endpoint',
        auth: user,
        context: legContext,
        disallow: 'all',
        allow: 'g722,ulaw',
        dtmf_mode: 'rfc4733',
        direct_media: 'no',
      },
    ],
  ];
}
