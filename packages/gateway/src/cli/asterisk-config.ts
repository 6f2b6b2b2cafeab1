import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Command} from 'commander';
import {
  asteriskConfiguration,
  type AsteriskConfigOptions,
  type AsteriskConfiguration,
} from '../asterisk/config/configuration.js';
import {readSettings} from '../settings/settings.js';
import type {Settings} from '../settings/table.js';

interface ConfigOptions {
  folder?: string;
  json?: boolean;
  id?: string;
  gateway?: string;
  udp?: string;
  tcp?: string;
  tls?: string;
  tlsAuthorities?: string;
  hep?: string;
  dialContext?: string;
  http?: string;
  https?: string;
  certificate?: string;
  key?: string;
}

/** `trace-level` from which SIP is logged. */
const tracing = 32;

/** `asterisk-config`: what an operator's own Asterisk needs. */
export function asteriskConfigCommand(program: Command): void {
  program
    .command('asterisk-config')
    .description('write what your Asterisk needs into files beside its own')
    .option('--folder <folder>', "Asterisk's folder of configuration, /etc/asterisk")
    .option('--json', 'write nothing, print {"files": {name: text}, "modules": [name], "noload": [name]}')
    .option('--id <id>', 'which of ASTERISK; the first when left out')
    .option('--gateway <url>', 'where Asterisk reaches this gateway; HOST and PORT when left out')
    .option('--udp <address>', 'listen for SIP by UDP, 0.0.0.0:5060')
    .option('--tcp <address>', 'listen for SIP by TCP')
    .option('--tls <address>', 'listen for SIP by TLS')
    .option(
      '--tls-authorities <file>',
      "PEM: who signs your providers' certificates; the system's when left out",
    )
    .option('--hep <address>', 'where Asterisk reports SIP messages by HEP; HEP_LISTEN when left out')
    .option('--dial-context <context>', 'of your dialplan: what users may dial besides rooms and each other')
    .option('--http <address>', 'also write http.conf: ARI and media sockets here, 127.0.0.1:8088')
    .option('--https <address>', 'with --http: browsers connect here, 0.0.0.0:8089')
    .option('--certificate <file>', 'of this Asterisk, for --https and --tls: PEM, with its chain')
    .option('--key <file>', 'of the certificate: PEM')
    .action(async (options: ConfigOptions) => {
      const configuration = asteriskConfiguration(configOptions(readSettings(), options));
      if (options.json) console.log(JSON.stringify(configuration, null, 2));
      else if (options.folder) await write(configuration, options.folder);
      else throw new Error('Say where to write it, --folder /etc/asterisk, or print it with --json.');
    });
}

async function write({files, modules, noload}: AsteriskConfiguration, folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  const lines: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    const own = `sidetone_${name}`;
    await writeFile(join(folder, own), text, {mode: 0o640});
    lines.push(`${name}:  #include ${own}`);
  }
  console.log(`Written to ${folder}. Add to these files a line each, at the end:\n`);
  console.log(lines.join('\n'));
  console.log('\nModules that must be loaded, by autoload or in modules.conf:\n');
  console.log(modules.map((name) => `load = ${name}.so`).join('\n'));
  console.log(
    '\nModules that must not be, in modules.conf: they can bring ARI to a stop until Asterisk restarts.\n',
  );
  console.log(noload.map((name) => `noload = ${name}.so`).join('\n'));
  console.log('\nThe files hold passwords: let nobody but Asterisk read them.');
}

function configOptions(settings: Settings, options: ConfigOptions): AsteriskConfigOptions {
  const {id, gateway = `http://${settings.HOST}:${settings.PORT}`, udp, tcp, tls} = options;
  const {tlsAuthorities, hep = hepAddress(settings), dialContext, certificate, key} = options;
  const asterisk = settings.ASTERISK.find((one) => id === undefined || one.id === id);
  if (!asterisk)
    throw new Error(`ASTERISK has no server ${id === undefined ? '' : `"${id}"`}: name yours there first.`);
  return {
    id: asterisk.id,
    ari: asterisk.ari,
    gateway,
    realtimeSecret: settings.REALTIME_SECRET ?? '',
    numbers: settings.ROOM_TELEPHONY_PHONE_NUMBER,
    country: settings.ROOM_TELEPHONY_DEFAULT_COUNTRY,
    credentialLife: settings.CREDENTIAL_LIFE,
    prompts: settings.ROOM_TELEPHONY_PROMPTS,
    language: settings.ROOM_TELEPHONY_DEFAULT_LANGUAGE,
    ignoreContact: settings['modules.sip.dialog-ignore-contact-field'],
    trace: settings['modules.sip.trace-level'] >= tracing,
    bind: {...(udp && {udp}), ...(tcp && {tcp}), ...(tls && {tls})},
    ...(certificate && key && {tlsCertificate: {certificate, key}}),
    ...(tlsAuthorities && {tlsAuthorities}),
    ...(hep && {hep}),
    ...livekitSip(settings),
    ...(dialContext && {dialContext}),
    ...httpOptions(options),
  };
}

function livekitSip(settings: Settings): Pick<AsteriskConfigOptions, 'livekitSip'> {
  const {BRIDGE: bridge, LIVEKIT_SIP_USER: user, LIVEKIT_SIP_PASSWORD: password} = settings;
  return bridge === 'livekit-sip' && password ? {livekitSip: {user, password}} : {};
}

function hepAddress({HEP_LISTEN: address}: Settings): string | undefined {
  if (!address) return undefined;
  const {host, port} = address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function httpOptions({http, https, certificate, key}: ConfigOptions): Pick<AsteriskConfigOptions, 'http'> {
  if (!http) return {};
  const [, bind, port] = /^(.+):(\d+)$/.exec(http) ?? [];
  if (!bind || !port) throw new Error('--http is an address with a port, 127.0.0.1:8088.');
  if (!https) return {http: {bind, port: Number(port)}};
  if (!certificate || !key) throw new Error('--https needs --certificate and --key.');
  return {http: {bind, port: Number(port), tls: {bind: https, certificate, key}}};
}
