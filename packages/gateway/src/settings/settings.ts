import {readFileSync} from 'node:fs';
import {decode} from 'ini';
import {settingTable, type SettingName, type Settings} from './table.js';

/** Settings that cannot be used. `message` has one line a problem, and never a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

interface Sources {
  env?: Readonly<Record<string, string | undefined>>;
  /** Path of a file of `name = value` lines. Left out: `SIDETONE_SETTINGS` of `env`, if that is set. */
  file?: string;
}

const names = Object.keys(settingTable) as SettingName[];

/** `modules.sip.user-prefix` → `MODULES_SIP_USER_PREFIX`. */
const environmentName = (name: string) => name.toUpperCase().replace(/[.-]/g, '_');

/** Reads and checks all settings; the environment outranks the file. Throws {@link SettingsError} with every problem at once. */
export function readSettings({env = process.env, file = env['SIDETONE_SETTINGS']}: Sources = {}): Settings {
  const problems: string[] = [];
  const written = file === undefined ? {} : readFile(file, problems);
  const settings: Record<string, unknown> = {};
  for (const name of names) {
    const fromEnvironment = env[environmentName(name)];
    const given = fromEnvironment ?? written[name] ?? written[environmentName(name)];
    const label = fromEnvironment === undefined ? name : environmentName(name);
    settings[name] = given === undefined || given === '' ? initial(name) : read(name, label, given, problems);
  }
  if (!problems.length) problems.push(...contradictions(settings as unknown as Settings));
  if (problems.length) throw new SettingsError(problems);
  return settings as unknown as Settings;
}

function initial(name: SettingName): unknown {
  const row = settingTable[name];
  return 'value' in row ? row.value : undefined;
}

function read(name: SettingName, label: string, given: string, problems: string[]): unknown {
  const {kind} = settingTable[name];
  const value = kind.read(given.trim());
  if (value === undefined) {
    const shown = 'secret' in kind && kind.secret ? 'not usable' : `"${given}"`;
    problems.push(`${label} is ${shown}: it must be ${kind.may}.`);
  }
  return value;
}

function readFile(path: string, problems: string[]): Record<string, string> {
  let content: Record<string, unknown>;
  try {
    content = decode(readFileSync(path, 'utf8'));
  } catch (error) {
    problems.push(`The settings file ${path} cannot be read (${(error as Error).message}).`);
    return {};
  }
  const known = new Set<string>(names.flatMap((name) => [name, environmentName(name)]));
  const entries: [string, string][] = [];
  for (const [name, value] of Object.entries(content)) {
    if (typeof value === 'object')
      problems.push(`${path}: sections and lists are not understood ("${name}").`);
    else if (!known.has(name)) problems.push(`${path}: there is no setting "${name}".`);
    else entries.push([name, String(value)]);
  }
  return Object.fromEntries(entries);
}

/** What is wrong only in its combination. */
function* contradictions(settings: Settings): Generator<string> {
  for (const name of ['SESSION_KEY', 'PIN_KEY', 'ENCRYPTION_KEY', 'CREDENTIAL_KEY'] as const)
    if (!settings[name] && !settings.SECRET_KEY) {
      yield `SECRET_KEY is missing: it must be a secret of 32 characters or more (or give ${name} and the other keys).`;
      break;
    }
  if (!settings.JWT_SECRET && !settings.JWKS_URL)
    yield 'JWT_SECRET is missing: it must be a secret of 32 characters or more, shared with your application (or give JWKS_URL).';
  if (settings.JWT_SECRET && settings.JWKS_URL)
    yield 'JWT_SECRET and JWKS_URL exclude each other: give one of them.';
  const livekit = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'] as const;
  const missing = livekit.filter((name) => !settings[name]);
  if (missing.length && (missing.length < livekit.length || settings.ROOM_TELEPHONY_ENABLED))
    yield `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: rooms need all of ${livekit.join(', ')}.`;
  if (settings.ASTERISK.length && !settings.REALTIME_SECRET)
    yield "REALTIME_SECRET is missing: it must be a secret of 16 characters or more, the one in Asterisk's extconfig.conf.";
  if (settings.BRIDGE_URLS.length && !settings.BRIDGE_TOKEN)
    yield 'BRIDGE_TOKEN is missing: it must be a secret of 16 characters or more, the one that the bridges of BRIDGE_URLS have.';
  if (settings.NEXTCLOUD_URL && !settings.NEXTCLOUD_SECRET)
    yield 'NEXTCLOUD_SECRET is missing: it must be a secret of 16 characters or more, the one of the high-performance backend of the Talk at NEXTCLOUD_URL.';
  if (settings.BRIDGE === 'livekit-sip') yield* livekitSip(settings);
  const ids = settings.ASTERISK.map(({id}) => id);
  if (new Set(ids).size < ids.length) yield 'ASTERISK has two servers of the same id: ids must differ.';
}

/** What livekit-sip cannot do without. */
function* livekitSip(settings: Settings): Generator<string> {
  if (!settings.LIVEKIT_URL)
    yield 'BRIDGE=livekit-sip needs LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET: livekit-sip is told what to do through LiveKit.';
  for (const [name, whose] of [
    ['LIVEKIT_SIP_PASSWORD', 'by which livekit-sip calls Asterisk'],
    ['LIVEKIT_SIP_INBOUND_PASSWORD', 'by which your provider calls livekit-sip'],
  ] as const)
    if (!settings[name])
      yield `${name} is missing: with BRIDGE=livekit-sip it must be a secret of 16 characters or more, ${whose}.`;
  for (const {id, sip} of settings.ASTERISK)
    if (!sip)
      yield `ASTERISK: "${id}" has no "sip": with BRIDGE=livekit-sip it must be where livekit-sip reaches its SIP by UDP, such as "10.0.0.11:5060".`;
  if (settings.BRIDGE_WORKERS || settings.BRIDGE_URLS.length)
    yield 'BRIDGE=livekit-sip excludes BRIDGE_WORKERS and BRIDGE_URLS: livekit-sip carries the audio.';
}
