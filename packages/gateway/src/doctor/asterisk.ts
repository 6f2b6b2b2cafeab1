import {AriError} from '../asterisk/ari/errors.js';
import {Ari} from '../asterisk/ari/rest.js';
import {harmfulModules, hepModules, moduleNames, opusModules} from '../asterisk/config/modules.js';
import type {AsteriskSetting} from '../settings/table.js';
import {examineHttpClock} from './clock.js';
import {bad, doubtful, good, reasonOf, skipped, type Finding} from './finding.js';
import {examinePrompts, type WantedPrompts} from './prompts.js';
import {examineWebSocket} from './web-socket.js';

const config = 'Run sidetone-gateway asterisk-config, and include what it writes.';

interface Needs {
  /** It shall report SIP messages. */
  hep: boolean;
  /** Left out where no phone joins a room. */
  prompts?: WantedPrompts;
}

/** ARI, modules, codecs, prompts, and each WSS address of one Asterisk. */
export async function examineAsterisk(setting: AsteriskSetting, {hep, prompts}: Needs): Promise<Finding[]> {
  const name = `Asterisk ${setting.id}`;
  const ari = new Ari(setting.ari);
  const sockets = await Promise.all(setting.wss.map((url) => examineWebSocket(`${name}: ${url}`, url)));
  try {
    const {system} = await ari.info();
    const findings = [good(`${name}: ARI`, `Asterisk ${system.version} answers.`)];
    const running = await runningModules(ari);
    findings.push(
      ...examineModules(name, running, hep ? [...moduleNames, ...hepModules] : moduleNames),
      ...examineHarm(name, running),
      ...(prompts ? [await examinePrompts(`${name}: prompts`, ari, running, prompts)] : []),
      await examineHttpClock(`${name}: clock`, setting.ari.url),
    );
    return [...findings, ...sockets];
  } catch (error) {
    return [
      unreachable(`${name}: ARI`, setting, error),
      skipped(`${name}: modules`, 'ARI does not answer.'),
      ...sockets,
    ];
  }
}

function unreachable(subject: string, {ari}: AsteriskSetting, error: unknown): Finding {
  if (error instanceof AriError && error.status === 401)
    return bad(
      subject,
      `Asterisk does not accept the user "${ari.user}" with this password.`,
      'Let ari.conf and the setting ASTERISK have the same user and password, then "ari reload" or "module reload res_ari".',
    );
  if (error instanceof AriError && error.status === 404)
    return bad(subject, `There is no ARI at ${ari.url}.`, 'Load res_ari.so; the address ends with /ari.');
  return bad(
    subject,
    `Asterisk cannot be reached at ${ari.url} (${reasonOf(error)}).`,
    'Is it running? http.conf needs enabled=yes and this bindaddr and bindport.',
  );
}

/** Their names, without `.so`. */
async function runningModules(ari: Ari): Promise<ReadonlySet<string>> {
  const modules = await ari.modules();
  return new Set(
    modules.filter(({status}) => status === 'Running').map(({name}) => name.replace(/\.so$/, '')),
  );
}

function examineModules(name: string, running: ReadonlySet<string>, needed: readonly string[]): Finding[] {
  const missing = needed.filter((module) => !running.has(module));
  const subject = `${name}: modules`;
  return [
    missing.length
      ? bad(subject, `Asterisk has not loaded ${missing.join(', ')}.`, `Load them in modules.conf. ${config}`)
      : good(subject, 'All that are needed are loaded.'),
    opusModules.some((module) => running.has(module))
      ? good(`${name}: codecs`, 'Opus is there.')
      : doubtful(
          `${name}: codecs`,
          'Opus is missing: calls of browsers fall back to G.722 or G.711.',
          'Load codec_opus.so or codec_opus_open_source.so.',
        ),
  ];
}

function examineHarm(name: string, running: ReadonlySet<string>): Finding[] {
  const harmful = harmfulModules.filter((module) => running.has(module));
  if (!harmful.length) return [];
  return [
    doubtful(
      `${name}: device states`,
      `Asterisk has loaded ${harmful.join(', ')}: a gateway that is killed can bring ARI to a stop until Asterisk restarts.`,
      `Write ${harmfulModules.map((module) => `noload = ${module}.so`).join(' and ')} into modules.conf, and restart Asterisk.`,
    ),
  ];
}
