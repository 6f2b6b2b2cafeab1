import {connect as connectTls, type PeerCertificate} from 'node:tls';
import {once} from 'node:events';
import {AriError} from '../asterisk/ari/errors.js';
import {Ari} from '../asterisk/ari/rest.js';
import {hepModules, moduleNames, opusModules} from '../asterisk/config/modules.js';
import type {AsteriskSetting} from '../settings/table.js';
import {bad, doubtful, good, reasonOf, skipped, type Finding} from './finding.js';

const day = 86_400_000;
const config = 'Run sidetone-gateway asterisk-config, and include what it writes.';

/** ARI, modules, codecs, and each WSS address of one Asterisk. `hep`: it shall report SIP messages. */
export async function examineAsterisk(setting: AsteriskSetting, {hep}: {hep: boolean}): Promise<Finding[]> {
  const name = `Asterisk ${setting.id}`;
  const ari = new Ari(setting.ari);
  const sockets = await Promise.all(setting.wss.map((url) => examineWebSocket(`${name}: ${url}`, url)));
  try {
    const {system} = await ari.info();
    const findings = [good(`${name}: ARI`, `Asterisk ${system.version} answers.`)];
    findings.push(
      ...(await examineModules(name, ari, hep ? [...moduleNames, ...hepModules] : moduleNames)),
      await examineClock(name, setting),
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

async function examineModules(name: string, ari: Ari, needed: readonly string[]): Promise<Finding[]> {
  const running = new Set(
    (await ari.modules())
      .filter(({status}) => status === 'Running')
      .map(({name}) => name.replace(/\.so$/, '')),
  );
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

/** Asterisk's HTTP server tells the time in each answer. */
async function examineClock(name: string, {ari}: AsteriskSetting): Promise<Finding> {
  const subject = `${name}: clock`;
  const response = await fetch(ari.url, {signal: AbortSignal.timeout(4000)}).catch(() => undefined);
  const written = response?.headers.get('date');
  await response?.body?.cancel();
  if (!written) return skipped(subject, 'Asterisk does not tell the time.');
  const seconds = Math.round(Math.abs(Date.parse(written) - Date.now()) / 1000);
  return seconds > 5
    ? doubtful(
        subject,
        `It is ${seconds} s away from this machine's.`,
        'Let both machines set their clocks by NTP.',
      )
    : good(subject, "It is this machine's.");
}

async function examineWebSocket(subject: string, url: string): Promise<Finding> {
  const {protocol, hostname, port} = new URL(url);
  if (protocol === 'ws:')
    return doubtful(
      subject,
      'Browsers open ws:// from pages on http:// only.',
      'Use wss:// for pages on https://.',
    );
  try {
    const {certificate, problem} = await certificateOf(hostname, Number(port || 443));
    const days = Math.floor((Date.parse(certificate.valid_to) - Date.now()) / day);
    if (days < 0)
      return bad(
        subject,
        `The certificate has expired on ${certificate.valid_to}.`,
        'Renew it, then reload res_http_websocket.',
      );
    if (problem)
      return doubtful(
        subject,
        `The certificate is not trusted here (${problem}): browsers will refuse it, unless they know its authority.`,
        `Use one for ${hostname} by an authority that browsers know (tlscertfile in http.conf, with its chain).`,
      );
    if (days < 14) return doubtful(subject, `The certificate expires in ${days} days.`, 'Renew it.');
    return good(subject, `It answers; the certificate is valid for ${days} more days.`);
  } catch (error) {
    return bad(
      subject,
      `It cannot be reached (${reasonOf(error)}).`,
      'http.conf needs tlsenable=yes, tlsbindaddr, tlscertfile and tlsprivatekey; is the port open?',
    );
  }
}

async function certificateOf(
  host: string,
  port: number,
): Promise<{certificate: PeerCertificate; problem?: string}> {
  const isName = !/^[\d.]+$|:/.test(host);
  const socket = connectTls({host, port, rejectUnauthorized: false, ...(isName && {servername: host})});
  const timer = setTimeout(() => socket.destroy(new Error('no answer within 4 s')), 4000);
  try {
    await once(socket, 'secureConnect');
    const certificate = socket.getPeerCertificate();
    const problem = socket.authorizationError;
    return {certificate, ...(problem && {problem: String(problem.message || problem)})};
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
