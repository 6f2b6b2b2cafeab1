import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {readDuration} from './duration.js';
import {readSettings, SettingsError} from './settings.js';

const secret = 'a secret of thirty-two characters or more';
const least = {SECRET_KEY: secret, JWT_SECRET: secret};
const folder = mkdtempSync(join(tmpdir(), 'sidetone-settings-'));
afterAll(() => rmSync(folder, {recursive: true}));

function file(text: string): string {
  const path = join(folder, 'sidetone.conf');
  writeFileSync(path, text);
  return path;
}

function problems(env: Record<string, string>, path?: string): readonly string[] {
  try {
    readSettings({env, ...(path && {file: path})});
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

test('the defaults are the documented ones', () => {
  expect(readSettings({env: least})).toMatchObject({
    ROOM_TELEPHONY_ENABLED: false,
    ROOM_TELEPHONY_PIN_LENGTH: 10,
    ROOM_TELEPHONY_PIN_MAX_RETRIES: 5,
    ROOM_TELEPHONY_PHONE_NUMBER: [],
    ROOM_TELEPHONY_DEFAULT_COUNTRY: 'US',
    CREDENTIAL_LIFE: 3_600_000,
    DATABASE_URL: undefined,
    'modules.sip.autocreate.on': false,
  });
});

test('a file holds the names of the SIP module, and the environment outranks it', () => {
  const path = file(`
# the SIP module
modules.sip.autocreate.on = true
modules.sip.autocreate.host = example.com
modules.sip.autocreate.headers = {"host": "example.com:443", "location": "/index"}
modules.sip.autocreate.user-prefix = "dialog"
modules.sip.register.expires = 45 minutes
modules.sip.trace-level = 32
modules.sip.dialog-ignore-contact-field = true
ROOM_TELEPHONY_PHONE_NUMBER = +41 44 668 18 00, +1 212 555 0100
`);
  const settings = readSettings({env: {...least, MODULES_SIP_TRACE_LEVEL: '0', SIDETONE_SETTINGS: path}});
  expect(settings).toMatchObject({
    'modules.sip.autocreate.on': true,
    'modules.sip.autocreate.host': 'example.com',
    'modules.sip.autocreate.headers': {host: 'example.com:443', location: '/index'},
    'modules.sip.autocreate.user-prefix': 'dialog',
    'modules.sip.register.expires': 2_700_000,
    'modules.sip.trace-level': 0,
    'modules.sip.dialog-ignore-contact-field': true,
    ROOM_TELEPHONY_PHONE_NUMBER: ['+41 44 668 18 00', '+1 212 555 0100'],
  });
});

describe('a wrong setting is named, with what it may be', () => {
  test.each([
    ['ROOM_TELEPHONY_ENABLED', 'maybe', 'ROOM_TELEPHONY_ENABLED is "maybe": it must be "true" or "false".'],
    ['ROOM_TELEPHONY_PIN_LENGTH', '3', 'it must be a whole number from 4 to 16.'],
    ['ROOM_TELEPHONY_PIN_LENGTH', 'ten', 'ROOM_TELEPHONY_PIN_LENGTH is "ten"'],
    ['ROOM_TELEPHONY_DEFAULT_COUNTRY', 'Switzerland', 'a country of two capital letters'],
    ['ROOM_TELEPHONY_PHONE_NUMBER', 'call us', 'a telephone number'],
    ['MODULES_SIP_REGISTER_EXPIRES', 'soon', 'MODULES_SIP_REGISTER_EXPIRES is "soon": it must be a time'],
    ['DATABASE_URL', 'mysql://somewhere', 'postgres://'],
    ['CORS_ORIGINS', 'https://good.example, bad', 'or several with commas between'],
    ['ASTERISK', '{"id": 1}', 'ASTERISK is not usable: it must be a JSON list'],
    ['LOG_LEVEL', 'loud', '"debug"'],
    ['MODULES_SIP_AUTOCREATE_PARAMETERS', '{"transport": "sctp"}', '{"transport": one of udp, tcp,'],
    ['MODULES_SIP_AUTOCREATE_PARAMETERS', '{}', 'MODULES_SIP_AUTOCREATE_PARAMETERS is not usable'],
    ['MODULES_SIP_AUTOCREATE_HEADERS', '{"host": "no host"}', '{"host": "example.com:443",'],
    ['MODULES_SIP_AUTOCREATE_HEADERS', '{"location": "index"}', '"location": "/path"}.'],
  ])('%s=%s', (name, value, message) => {
    const found = problems({...least, [name]: value});
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  test('all at once, and no secret is repeated', () => {
    const found = problems({SECRET_KEY: 'too-short', JWT_SECRET: secret, PORT: '-1'});
    expect(found).toHaveLength(2);
    expect(found.join()).toContain('SECRET_KEY is not usable: it must be a secret of 32 characters or more');
    expect(found.join()).not.toContain('too-short');
  });

  test('a name in the file that is none', () => {
    expect(problems(least, file('modules.sip.autocrate.on = true'))[0]).toContain(
      'no setting "modules.sip.autocrate.on"',
    );
    expect(problems(least, join(folder, 'none.conf'))[0]).toContain('cannot be read');
  });

  test('what belongs together', () => {
    expect(problems({})).toHaveLength(2);
    expect(problems({...least, JWKS_URL: 'https://app.example/jwks'})[0]).toContain('exclude each other');
    expect(problems({...least, ROOM_TELEPHONY_ENABLED: 'true'})[0]).toContain(
      'LIVEKIT_URL and LIVEKIT_API_KEY',
    );
    const asterisk = {id: 'a', ari: {url: 'http://a/ari', user: 'u', password: 'p'}, wss: ['wss://a/ws']};
    const two = JSON.stringify([asterisk, asterisk]);
    expect(problems({...least, ASTERISK: two, REALTIME_SECRET: secret})[0]).toContain('ids must differ');
    expect(problems({...least, ASTERISK: two})[0]).toContain('REALTIME_SECRET is missing');
    expect(problems({...least, BRIDGE_URLS: 'ws://b:7890/bridge'})[0]).toContain('BRIDGE_TOKEN is missing');
    expect(problems({...least, NEXTCLOUD_URL: 'https://cloud.example'})[0]).toContain('NEXTCLOUD_SECRET');
  });

  test('livekit-sip needs to be reached, and to reach every Asterisk', () => {
    const asterisk = {id: 'a', ari: {url: 'http://a/ari', user: 'u', password: 'p'}, wss: ['wss://a/ws']};
    const other = {...asterisk, id: 'b', sip: '10.0.0.11:5060'};
    const wanted = {
      ...least,
      BRIDGE: 'livekit-sip',
      REALTIME_SECRET: secret,
      ASTERISK: JSON.stringify([other]),
      LIVEKIT_URL: 'ws://livekit:7880',
      LIVEKIT_API_KEY: 'key',
      LIVEKIT_API_SECRET: secret,
      LIVEKIT_SIP_PASSWORD: secret,
      LIVEKIT_SIP_INBOUND_PASSWORD: secret,
    };
    expect(problems(wanted)).toEqual([]);
    const {LIVEKIT_SIP_PASSWORD: _, LIVEKIT_SIP_INBOUND_PASSWORD: __, ...silent} = wanted;
    expect(problems(silent)).toEqual([
      expect.stringMatching(/^LIVEKIT_SIP_PASSWORD is missing: .* by which livekit-sip calls Asterisk/),
      expect.stringMatching(/^LIVEKIT_SIP_INBOUND_PASSWORD is missing: .* by which your provider calls/),
    ]);
    expect(problems({...wanted, ASTERISK: JSON.stringify([asterisk, other])})).toEqual([
      expect.stringContaining('ASTERISK: "a" has no "sip"'),
    ]);
    expect(problems({...wanted, BRIDGE_WORKERS: '2'})[0]).toContain(
      'excludes BRIDGE_WORKERS and BRIDGE_URLS',
    );
    expect(problems({...least, BRIDGE: 'livekit-sip'})[0]).toContain('BRIDGE=livekit-sip needs LIVEKIT_URL');
    expect(problems({...least, BRIDGE: 'sip'})).toEqual([
      'BRIDGE is "sip": it must be one of "rtc", "livekit-sip".',
    ]);
  });
});

test('times', () => {
  expect(['30 minutes', '1h', '500 ms', '1.5 seconds', '2 days'].map(readDuration)).toEqual([
    1_800_000, 3_600_000, 500, 1500, 172_800_000,
  ]);
  expect(['', '30', 'minutes', '0 s', '-1 s', '3 parsecs'].map(readDuration)).toEqual(
    Array(6).fill(undefined),
  );
});
