import {Type, type Static} from '@fastify/type-provider-typebox';
import {getCountries, type CountryCode} from 'libphonenumber-js';
import {
  boolean,
  choice,
  duration,
  integer,
  json,
  list,
  listenAddress,
  pattern,
  secret,
  text,
  url,
  type Kind,
} from './kinds.js';
import {headersMay, parametersMay, SipHeaders, SipParameters} from '../mappings/sip-columns.js';
import {languages} from '../rooms/languages.js';
import {readRange} from '../webhooks/addresses.js';
import {isSecret} from '../webhooks/signature.js';

/** One Asterisk that this gateway may serve. */
export const AsteriskSetting = Type.Object(
  {
    /** Short, lasting name: leases and calls are kept under it. */
    id: Type.String({pattern: '^[A-Za-z0-9_-]{1,40}$'}),
    /** `http://127.0.0.1:8088/ari` and the user of ari.conf. */
    ari: Type.Object({
      url: Type.String({pattern: '^https?://'}),
      user: Type.String({minLength: 1}),
      password: Type.String({minLength: 1}),
    }),
    /** Where browsers connect: `wss://pbx.example.org/ws`, the first first. */
    wss: Type.Array(Type.String({pattern: '^wss?://'}), {minItems: 1}),
    /** Where bridges open media sockets, `ws://127.0.0.1:8088/media`; left out, beside `ari.url`. */
    media: Type.Optional(Type.String({pattern: '^wss?://'})),
    /** With BRIDGE=livekit-sip: where livekit-sip reaches its SIP by UDP, `10.0.0.11:5060`. */
    sip: Type.Optional(Type.String({pattern: '^([A-Za-z0-9.-]+|\\[[0-9a-f:]+\\])(:[0-9]{1,5})?$'})),
  },
  {additionalProperties: false},
);
export type AsteriskSetting = Static<typeof AsteriskSetting>;

const Texts = Type.Record(Type.String(), Type.String());

interface Row<T> {
  kind: Kind<T>;
  /** Left out: the setting may be missing, and is then `undefined`. */
  value?: T;
  about: string;
}

const row = <T>(kind: Kind<T>, value: T, about: string) => ({kind, value, about});
const optional = <T>(kind: Kind<T>, about: string): Row<T | undefined> => ({kind, about});

const country: Kind<CountryCode> = {
  may: 'a country of two capital letters, such as "US"',
  read: (value) => getCountries().find((code) => code === value),
};
const origin: Kind<string> = {
  may: 'an origin such as "https://meet.example.org", or "*"',
  read: (value) =>
    value === '*' || (URL.canParse(value) && new URL(value).origin === value) ? value : undefined,
};
const phoneNumber: Kind<string> = {
  may: 'a telephone number',
  read: (value) => (/^\+?[\d\s().\/-]{3,}$/.test(value) ? value : undefined),
};
const addressRange = {
  may: 'a range of addresses such as "10.0.0.0/8"',
  read: readRange,
};
const webhookSecret: Kind<string> = {
  may: 'a secret of Standard Webhooks: "whsec_" and 24 bytes or more in base64',
  read: (value) => (isSecret(value) ? value : undefined),
  secret: true,
};
const hostName = pattern(/^[A-Za-z0-9.-]+$|^\[[0-9a-f:]+\]$/i, 'a host name or address');
const sipUserPrefix = pattern(/^[A-Za-z0-9._-]*$/, 'letters, digits, ".", "_" and "-"');

/**
 * Every setting by its name. In the environment a name is in capitals, with `_` for `.` and `-`:
 * `modules.sip.user-prefix` is `MODULES_SIP_USER_PREFIX`.
 */
export const settingTable = {
  HOST: row(text, '127.0.0.1', 'Address to listen on.'),
  PORT: row(integer(0, 65_535), 3000, 'Port to listen on; 0 takes a free one.'),
  TRUST_PROXY: row(boolean, false, 'Believe X-Forwarded-For: set it behind your own load balancer only.'),
  LOG_LEVEL: row(
    choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'info',
    'How much is logged.',
  ),
  CORS_ORIGINS: row(list(origin), [], 'Origins of the pages that may call this gateway.'),
  RATE_LIMIT_MAX: row(integer(1, 1_000_000), 300, 'Requests a caller may send in the window.'),
  RATE_LIMIT_WINDOW: row(duration, 60_000, 'The window of RATE_LIMIT_MAX.'),
  SHUTDOWN_GRACE: row(duration, 30_000, 'How long calls may go on after the gateway was asked to end.'),

  DATABASE_URL: optional(
    url('postgres:', 'postgresql:'),
    'PostgreSQL. Without it PGlite runs inside the gateway.',
  ),
  DATABASE_FOLDER: row(text, 'memory', 'Folder of PGlite, or "memory" to forget everything at the end.'),
  DATABASE_LISTEN: optional(
    integer(1, 65_535),
    'Port on 127.0.0.1 where psql reaches PGlite. Whoever may open it may read and write everything.',
  ),
  DATABASE_POOL: row(integer(1, 500), 10, 'Connections to PostgreSQL.'),
  RECORDS_LIFE: optional(
    duration,
    'How long calls that ended and the audit trail are kept; left out, for ever.',
  ),

  SECRET_KEY: optional(secret(32), 'Key that the others are derived from where they are not given.'),
  SESSION_KEY: optional(secret(32), 'Signs session tokens of browsers.'),
  PIN_KEY: optional(secret(32), 'Keyed hash of PINs.'),
  ENCRYPTION_KEY: optional(secret(32), 'Encrypts passwords and PINs in the database.'),
  ENCRYPTION_KEYS_BEFORE: row(list(secret(32)), [], 'Former encryption keys: still read, no longer written.'),
  CREDENTIAL_KEY: optional(secret(32), 'Derives the short-lived SIP passwords.'),
  JWT_SECRET: optional(secret(32), 'Secret that application servers sign their tokens with (HS256).'),
  JWKS_URL: optional(url('https:', 'http:'), 'Public keys of application servers, instead of JWT_SECRET.'),
  JWT_AUDIENCE: row(text, 'sidetone', 'The "aud" of application servers\' tokens.'),
  JWT_ISSUERS: row(list(text), [], 'The "iss" that are accepted; none means any.'),
  SESSION_LIFE: row(duration, 3_600_000, "How long a browser's session token is valid."),
  SESSION_COOKIE_SAME_SITE: row(
    choice('strict', 'lax', 'none'),
    'strict',
    'SameSite of the session cookie: "none" only for pages of another site than this gateway.',
  ),
  REALTIME_SECRET: optional(secret(16), 'Password that Asterisk sends with its look-ups.'),

  LIVEKIT_URL: optional(url('ws:', 'wss:'), 'Where browsers and bridges connect to LiveKit.'),
  LIVEKIT_API_URL: optional(
    url('http:', 'https:'),
    'Where the gateway reaches LiveKit; left out, LIVEKIT_URL.',
  ),
  LIVEKIT_API_KEY: optional(text, "LiveKit's API key."),
  LIVEKIT_API_SECRET: optional(secret(16), "LiveKit's API secret."),
  LIVEKIT_TOKEN_LIFE: row(duration, 3_600_000, 'How long a room token is valid for joining.'),
  WEBHOOK_TOLERANCE: row(duration, 300_000, 'How old a LiveKit webhook may be.'),

  WEBHOOK_PRIVATE_ADDRESSES: row(
    list(addressRange),
    [],
    'Private addresses that webhooks and callbacks may go to; public ones they always may.',
  ),
  CALLBACK_TIMEOUT: row(duration, 10_000, 'How long a receiver of callbacks may take to answer.'),
  CALLBACK_RETRY_FIRST: row(
    duration,
    1000,
    'How long it takes until a callback that did not arrive is sent again; twice as long each further time.',
  ),
  CALLBACK_RETRY_LONGEST: row(duration, 3_600_000, 'The longest pause between two attempts.'),
  CALLBACK_GIVE_UP: row(duration, 86_400_000, 'How long a callback is tried before it is given up.'),

  ASTERISK: row(
    json(
      Type.Array(AsteriskSetting),
      'a JSON list of {"id", "ari": {"url", "user", "password"}, "wss": ["wss://…"], "media"?, "sip"?}',
    ),
    [],
    'The Asterisk servers.',
  ),
  ASTERISK_ENDPOINT_FIELDS: row(
    json(Texts, 'a JSON object of texts'),
    {},
    'Fields for the endpoints of browsers, such as media_address.',
  ),
  HEP_LISTEN: optional(
    listenAddress,
    "Address and UDP port where Asterisk reports its SIP messages (HEP). Without it a call's SDP is not known here.",
  ),
  BRIDGE: row(
    choice('rtc', 'livekit-sip'),
    'rtc',
    "What carries the audio of phones into rooms: Sidetone's own bridge, or your livekit-sip.",
  ),
  LIVEKIT_SIP_USER: row(
    pattern(/^[A-Za-z0-9_.-]{1,40}$/, 'letters, digits, "_", "." and "-"'),
    'sidetone-livekit',
    'As whom livekit-sip calls Asterisk: the endpoint that asterisk-config writes for it.',
  ),
  LIVEKIT_SIP_PASSWORD: optional(secret(16), 'The password of LIVEKIT_SIP_USER at Asterisk.'),
  LIVEKIT_SIP_INBOUND_USER: row(
    text,
    'sidetone',
    "As whom your provider calls livekit-sip, with rooms' PINs.",
  ),
  LIVEKIT_SIP_INBOUND_PASSWORD: optional(
    secret(16),
    'The password of LIVEKIT_SIP_INBOUND_USER at livekit-sip.',
  ),
  BRIDGE_WORKERS: row(
    integer(0, 64),
    0,
    'Processes that carry the audio of phones into rooms; 0 leaves it to the gateway itself.',
  ),
  BRIDGE_URLS: row(list(url('ws:', 'wss:')), [], 'Bridges that run elsewhere, ws://10.0.0.5:7890/bridge.'),
  BRIDGE_TOKEN: optional(secret(16), 'The secret of BRIDGE_URLS.'),
  SIP_DOMAINS: row(
    list(hostName),
    ['sidetone'],
    'SIP domains that Asterisk itself serves; the first is the realm too.',
  ),
  CREDENTIAL_LIFE: row(duration, 3_600_000, "How long a browser's SIP password is valid at most."),

  ROOM_TELEPHONY_ENABLED: row(boolean, false, 'Phones may join rooms.'),
  ROOM_TELEPHONY_PIN_LENGTH: row(integer(4, 16), 10, "Digits of a room's PIN."),
  ROOM_TELEPHONY_PIN_MAX_RETRIES: row(integer(1, 20), 5, 'How often a caller may enter a PIN in one call.'),
  ROOM_TELEPHONY_PHONE_NUMBER: row(list(phoneNumber), [], 'Numbers that callers dial.'),
  ROOM_TELEPHONY_DEFAULT_COUNTRY: row(country, 'US', 'Country of numbers written without a country code.'),
  ROOM_TELEPHONY_DEFAULT_LANGUAGE: row(
    choice(...languages),
    'en',
    'Language of the prompts at numbers without languages of their own, and of rooms made without one.',
  ),
  ROOM_TELEPHONY_LANGUAGES: row(
    json(
      Type.Record(
        Type.String(),
        Type.Array(Type.Union(languages.map((language) => Type.Literal(language))), {
          minItems: 1,
          maxItems: 6,
        }),
      ),
      'a JSON object from numbers to languages, {"+41446681800": ["de", "fr"]}',
    ),
    {},
    'Languages at a number; of several the caller chooses by a key. At others a room speaks its own once the PIN was right.',
  ),
  ROOM_TELEPHONY_PROMPTS: row(
    pattern(/^[A-Za-z0-9_./-]+$/, 'a folder without spaces'),
    'sidetone',
    'Folder of the prompts as Asterisk sees it: absolute, or within its own sounds. It has <language>/<prompt>.',
  ),
  ROOM_TELEPHONY_FIRST_DIGIT: row(duration, 10_000, 'The longest silence before the caller is asked again.'),
  ROOM_TELEPHONY_INTER_DIGIT: row(duration, 5000, 'The longest pause between two digits of a PIN.'),
  ROOM_TELEPHONY_TIME_LIMIT: row(duration, 120_000, 'How long a caller may take to get into a room.'),
  ROOM_TELEPHONY_PHONE_FIRST: row(
    boolean,
    true,
    'A phone may be the first in a room; otherwise it waits, with music, until LiveKit has started the room.',
  ),
  ROOM_TELEPHONY_WAITING: row(duration, 1_800_000, 'How long a phone waits for a conference to begin.'),
  DIAL_OUT_ENDPOINT: optional(
    pattern(/^[A-Za-z0-9_.-]+$/, "the name of one of Asterisk's PJSIP endpoints"),
    'Through which Asterisk calls telephone numbers: the endpoint of a trunk. Without it only mapped users can be called.',
  ),
  DIAL_OUT_CALLER_ID: optional(
    phoneNumber,
    'The number that called phones show; left out, the first of ROOM_TELEPHONY_PHONE_NUMBER.',
  ),
  SIP_INBOUND_WEBHOOK_URL: optional(
    url('http:', 'https:'),
    'Asked where a call of a trunk leads that no inbound mapping is for.',
  ),
  SIP_INBOUND_CANCEL_WEBHOOK_URL: optional(
    url('http:', 'https:'),
    'Told when a caller gives up that SIP_INBOUND_WEBHOOK_URL was asked about.',
  ),
  SIP_OUTBOUND_WEBHOOK_URL: optional(
    url('http:', 'https:'),
    'Asked by which trunk a call goes out; without it, and without an answer, by the first that is available.',
  ),
  SIP_WEBHOOK_TIMEOUT: row(duration, 5000, 'How long a webhook may take to say where a call leads.'),
  SIP_WEBHOOK_SECRET: optional(webhookSecret, 'Signs these webhooks, by Standard Webhooks.'),
  TRUNK_SILENCE: row(
    duration,
    5000,
    'A trunk that has not answered an INVITE at all for so long has failed. Needs HEP_LISTEN; without it Asterisk waits for 32 seconds.',
  ),
  TRUNK_REST_FIRST: row(
    duration,
    5000,
    'How long a trunk that failed is passed over; twice as long each further time.',
  ),
  TRUNK_REST_LONGEST: row(duration, 300_000, 'The longest that a trunk is passed over.'),
  CALL_SILENCE_LIMIT: row(
    duration,
    300_000,
    'A call of a trunk or of the dial API ends when no media came for so long, unless the far side holds it.',
  ),
  CALL_LENGTH_LIMIT: row(duration, 21_600_000, 'A phone may be in rooms for so long in one call.'),
  DIAL_OUT_RINGING: row(duration, 60_000, 'How long a called phone rings.'),
  HIDE_PHONE_NUMBER: row(
    boolean,
    true,
    'Rooms are shown telephone numbers without their last digits; whoever may control a call is told all of it.',
  ),
  OWNER_GRACE: row(
    duration,
    5000,
    'How long somebody may be away from a room before calls end that shall end with them.',
  ),
  PIN_CALLER_FAILURES: row(integer(1, 1000), 10, 'Wrong PINs of one caller before its calls have to wait.'),
  PIN_TRUNK_FAILURES: row(
    integer(1, 100_000),
    50,
    'Wrong PINs of one trunk before new calls get one attempt only.',
  ),

  NEXTCLOUD_URL: optional(
    url('https:', 'http:'),
    'Nextcloud, whose Talk calls phones and is asked before each call: https://cloud.example.org',
  ),
  NEXTCLOUD_SECRET: optional(
    secret(16),
    'Shared with Talk: the secret of its high-performance backend. Both sides sign with it.',
  ),
  NEXTCLOUD_SIP_SECRET: optional(secret(16), "Talk's sip_bridge_shared_secret; left out, NEXTCLOUD_SECRET."),
  NEXTCLOUD_TIMEOUT: row(duration, 5000, 'How long Talk may take to say whether a call is allowed.'),

  'modules.sip.autocreate.on': row(boolean, false, 'A new user gets a mapping.'),
  'modules.sip.autocreate.host': optional(
    hostName,
    'sip_host of new mappings; left out, the first SIP domain.',
  ),
  'modules.sip.autocreate.port': row(integer(1, 65_535), 5060, 'sip_port of new mappings.'),
  'modules.sip.autocreate.headers': row(
    json(SipHeaders, `a JSON object ${headersMay}`),
    {},
    'sip_headers of new mappings.',
  ),
  'modules.sip.autocreate.parameters': row(
    json(SipParameters, `a JSON object ${parametersMay}`),
    {transport: 'udp'},
    'sip_parameters of new mappings.',
  ),
  'modules.sip.autocreate.register': row(boolean, true, '"register" of new mappings.'),
  'modules.sip.autocreate.user-prefix': row(sipUserPrefix, '', 'Put before the user id.'),
  'modules.sip.autocreate.password': optional(
    secret(1),
    'sip_password of new mappings; left out, a random one each.',
  ),
  'modules.sip.register.expires': row(
    duration,
    1_800_000,
    "Expires of Asterisk's REGISTER; less where the interval is shorter: ten seconds longer than that.",
  ),
  'modules.sip.register.interval': row(duration, 1_800_000, "Time between Asterisk's REGISTERs."),
  'modules.sip.trace-level': row(integer(0, 64), 0, '32 and above: extra logging of SIP.'),
  'modules.sip.dialog-ignore-contact-field': row(boolean, false, 'Route by To and From, never by Contact.'),
} satisfies Record<string, Row<unknown>>;

export type SettingName = keyof typeof settingTable;
type Value<R> = R extends {kind: Kind<infer T>; value: unknown}
  ? T
  : R extends {kind: Kind<infer T>}
    ? T | undefined
    : never;

/** All settings, checked, under their own names. */
export type Settings = {readonly [N in SettingName]: Value<(typeof settingTable)[N]>};
