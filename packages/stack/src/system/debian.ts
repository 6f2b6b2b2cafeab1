import {execFile, spawn} from 'node:child_process';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {StackError} from './error.js';
import type {Report} from './report.js';

const run = promisify(execFile);

/** A package archive to fetch from, found in this system's own apt configuration. */
interface Archive {
  /** The mirror that apt already uses. */
  site: string;
  suite: string;
  components: string;
  keyring: string;
}

/** By distribution: the suite that holds Asterisk 22, and who signs it. */
const distributions = {
  debian: {suite: 'sid', components: 'main', keyring: '/usr/share/keyrings/debian-archive-keyring.gpg'},
  ubuntu: {
    suite: 'devel',
    components: 'main universe',
    keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg',
  },
} as const;

/** The archive of a Debian or Ubuntu system, `undefined` on any other. */
export async function archiveOfThisSystem(): Promise<Archive | undefined> {
  const release = osRelease(await readFile('/etc/os-release', 'utf8').catch(() => ''));
  const id = release['ID'];
  if (id !== 'debian' && id !== 'ubuntu') return undefined;
  const format = '$(SITE)|$(RELEASE)|$(ORIGIN)|$(COMPONENT)';
  const {stdout} = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const site = mirrorFrom(stdout, id, release['VERSION_CODENAME'] ?? '');
  return site ? {site, ...distributions[id]} : undefined;
}

/** The distribution's own mirror in a list of apt's index targets: by its Origin, which a system whose lists are empty does not know yet, else by its address. */
export function mirrorFrom(targets: string, distribution: string, codename: string): string | undefined {
  const rows = targets
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([, release, , component]) => release === codename && component === 'main');
  const known = rows.find(([, , origin]) => origin?.toLowerCase() === distribution);
  const likely = rows.find(([site]) => site?.replace(/\/$/, '').endsWith(`/${distribution}`));
  return (known ?? likely)?.[0];
}

/** Downloads packages with all that they depend on, as for an empty system. Returns the files. */
export async function downloadPackages(
  archive: Archive,
  folder: string,
  packages: readonly string[],
  report: Report,
): Promise<string[]> {
  for (const path of ['etc', 'lists/partial', 'archives/partial'])
    await mkdir(join(folder, path), {recursive: true});
  const {stdout: settings} = await run('apt-config', ['dump']);
  await writeFile(join(folder, 'apt.conf'), aptConfiguration(folder, settings));
  await writeFile(join(folder, 'status'), '');
  await writeFile(
    join(folder, 'etc/sources.list'),
    `deb [signed-by=${archive.keyring} check-valid-until=no] ${archive.site} ${archive.suite} ${archive.components}\n`,
  );
  report(`reading the package lists of ${archive.suite} from ${archive.site} …`);
  await apt(folder, ['update'], () => undefined);
  let fetched = 0;
  let total = '';
  await apt(folder, ['install', '--yes', '--download-only', ...packages], (line) => {
    total = /^(\d+) upgraded, (\d+) newly/.exec(line)?.[2] ?? total;
    const size = /^Need to get ([^/]*?)(?:\/.*)? of archives/.exec(line)?.[1];
    if (size) report(`downloading ${total} packages, ${size} …`);
    if (line.startsWith('Get:') && ++fetched % 40 === 0) report(`downloaded ${fetched} of ${total}`);
  });
  const archives = join(folder, 'archives');
  const files = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
  return files.map((name) => join(archives, name));
}

/** Unpacks packages into a folder, without running any of their scripts. */
export async function unpack(files: readonly string[], folder: string, report: Report): Promise<void> {
  await mkdir(folder, {recursive: true});
  report(`unpacking ${files.length} packages …`);
  for (const file of files) await run('dpkg-deb', ['--extract', file, folder]);
}

/** An apt of its own: own lists, own (empty) record of what is installed; from the system's only how it reaches the network. */
function aptConfiguration(folder: string, systemSettings: string): string {
  const network = systemSettings.split('\n').filter((line) => /^Acquire::(https?|ftp|proxy)\b/i.test(line));
  return [
    ...network,
    `Dir::Etc "${folder}/etc";`,
    'Dir::Etc::Netrc "/etc/apt/auth.conf";',
    'Dir::Etc::NetrcParts "/etc/apt/auth.conf.d";',
    `Dir::State "${folder}";`,
    `Dir::State::Lists "${folder}/lists";`,
    `Dir::State::Status "${folder}/status";`,
    `Dir::Cache "${folder}";`,
    `Dir::Cache::Archives "${folder}/archives";`,
    'APT::Install-Recommends "false";',
    'APT::Sandbox::User "";',
    'Acquire::Languages "none";',
    'Debug::NoLocking "true";',
    '',
  ].join('\n');
}

function apt(folder: string, args: readonly string[], line: (text: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = {...process.env, APT_CONFIG: join(folder, 'apt.conf'), LC_ALL: 'C'};
    const child = spawn('apt-get', args, {env, stdio: ['ignore', 'pipe', 'pipe']});
    const complaints: string[] = [];
    createInterface(child.stdout).on('line', line);
    createInterface(child.stderr).on('line', (text) => complaints.push(text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new StackError(`apt-get ${args[0]} failed: ${complaints.slice(-3).join(' ')}`));
    });
  });
}

/** The fields of /etc/os-release. */
export function osRelease(text: string): Record<string, string> {
  const fields = [...text.matchAll(/^(\w+)="?(.*?)"?$/gm)];
  return Object.fromEntries(fields.map(([, name, value]) => [name, value]));
}
