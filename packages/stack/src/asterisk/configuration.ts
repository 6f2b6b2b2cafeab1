import {existsSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {holdTone} from '../extensions.js';
import type {Certificates} from '../system/certificate.js';
import type {StackUsers} from '../users.js';
import {extensionsConf} from './dialplan.js';
import {toneWav} from './hold-music.js';
import {ini, type Section} from './ini.js';
import {modules} from './modules.js';
import {pjsipConf} from './pjsip.js';
import type {AsteriskProgram} from './program.js';

export interface AsteriskSettings {
  program: AsteriskProgram;
  /** Everything but the sockets is written under this folder. */
  folder: string;
  logs: string;
  /** A short path for Asterisk's control socket: such a path has at most about 100 characters. */
  sockets: string;
  ports: {http: number; https: number; hep: number; rtp: {first: number; last: number}};
  ari: {user: string; password: string};
  certificates: Certificates;
  users: StackUsers;
  /** Added to the end of the named files, e.g. `{'sorcery.conf': '…'}`. */
  extra?: Readonly<Record<string, string>>;
  /** Loaded besides {@link modules}. */
  extraModules?: readonly string[];
}

/** Writes all configuration files and the folders they name. Returns the path of `asterisk.conf`. */
export async function writeConfiguration(settings: AsteriskSettings): Promise<string> {
  const {folder, extra = {}} = settings;
  const etc = join(folder, 'etc');
  const files = {...configurationFiles(settings)};
  for (const [name, text] of Object.entries(extra)) files[name] = `${files[name] ?? ''}\n${text}`;
  for (const path of ['etc', 'var/lib', 'var/spool/tmp', 'var/db', 'moh'])
    await mkdir(join(folder, path), {recursive: true, mode: 0o700});
  await mkdir(settings.logs, {recursive: true});
  await writeFile(join(folder, 'moh/tone.wav'), toneWav(holdTone));
  for (const [name, text] of Object.entries(files)) await writeFile(join(etc, name), text, {mode: 0o600});
  return join(etc, 'asterisk.conf');
}

/** Files whose absence Asterisk reports as an error. Empty, all is as it is by default. */
const withDefaults = [
  'acl.conf',
  'ccss.conf',
  'cdr.conf',
  'cel.conf',
  'chan_websocket.conf',
  'features.conf',
  'indications.conf',
  'manager.conf',
  'pjproject.conf',
  'stasis.conf',
  'udptl.conf',
  'websocket_client.conf',
];

/** File name to text, for all of Asterisk's configuration. */
function configurationFiles(settings: AsteriskSettings): Record<string, string> {
  const {ports, certificates, ari, users} = settings;
  return {
    ...Object.fromEntries(withDefaults.map((name) => [name, ''])),
    'asterisk.conf': ini(directories(settings), [
      'options',
      {
        verbose: 3,
        live_dangerously: 'no',
        // A digit is as long as its events say. With the default, 80, Asterisk goes by the time between its first
        // and last packet and plays what is missing itself; a digit that comes meanwhile is lost or counts twice.
        mindtmfduration: 0,
      },
    ]),
    'modules.conf': ini(['modules', {autoload: 'no', load: modulesToLoad(settings)}]),
    'logger.conf': ini(
      ['general', {dateformat: '%F %T.%3q'}],
      ['logfiles', {'asterisk.log': 'notice,warning,error,verbose(3)'}],
    ),
    'http.conf': ini([
      'general',
      {
        enabled: 'yes',
        bindaddr: '127.0.0.1',
        bindport: ports.http,
        tlsenable: 'yes',
        tlsbindaddr: `127.0.0.1:${ports.https}`,
        tlscertfile: certificates.certificate,
        tlsprivatekey: certificates.key,
        sessionlimit: 1000,
      },
    ]),
    'ari.conf': ini(
      ['general', {enabled: 'yes', pretty: 'no'}],
      [ari.user, {type: 'user', read_only: 'no', password: ari.password}],
    ),
    'rtp.conf':
      ini([
        'general',
        {
          rtpstart: ports.rtp.first,
          rtpend: ports.rtp.last,
          icesupport: 'yes',
          // All media are DTLS-SRTP, which tells strangers apart by itself. The learning of sources would drop up to
          // 150 ms of a call's beginning, when ICE moves to a better pair: enough for its first digit.
          strictrtp: 'no',
          // In samples: 375 ms at the 48 kHz of Opus. Sound that overtakes the end of a digit by more ends it, and
          // the end itself then is a second digit; the default is 25 ms.
          dtmftimeout: 18_000,
        },
      ]) + iceHostCandidates(hostAddresses()),
    'hep.conf': ini([
      'general',
      {enabled: 'yes', capture_address: `127.0.0.1:${ports.hep}`, capture_id: 1, uuid_type: 'call-id'},
    ]),
    'musiconhold.conf': ini(['default', {mode: 'files', directory: join(settings.folder, 'moh')}]),
    'pjsip.conf': pjsipConf(users),
    'extensions.conf': extensionsConf(),
  };
}

function modulesToLoad({program, extraModules = []}: AsteriskSettings): string[] {
  const names = [...modules, ...extraModules].map((name) => `${name}.so`);
  const folder = program.folders?.modules;
  return folder ? names.filter((name) => existsSync(join(folder, name))) : names;
}

function directories({program, folder, logs, sockets}: AsteriskSettings): Section {
  const {folders} = program;
  return [
    'directories',
    {
      astetcdir: join(folder, 'etc'),
      ...(folders && {astmoddir: folders.modules, astdatadir: folders.data}),
      astvarlibdir: join(folder, 'var/lib'),
      astdbdir: join(folder, 'var/db'),
      astspooldir: join(folder, 'var/spool'),
      astrundir: sockets,
      astlogdir: logs,
    },
  ];
}

/** Asterisk never offers a loopback address by itself, so each of the host's is announced as one. */
function iceHostCandidates(addresses: readonly string[]): string {
  return ['', '[ice_host_candidates]', ...addresses.map((address) => `${address} => 127.0.0.1`), ''].join(
    '\n',
  );
}

function hostAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.filter(({internal, family}) => !internal && family === 'IPv4').map(({address}) => address);
}
