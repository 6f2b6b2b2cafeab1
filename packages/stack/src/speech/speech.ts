import {existsSync} from 'node:fs';
import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {archiveOfThisSystem, downloadPackages, unpack} from '../system/debian.js';
import {cacheFolder} from '../system/cache.js';
import {StackError} from '../system/error.js';
import {withLock} from '../system/lock.js';
import type {Report} from '../system/report.js';

/** What prompts are made with. */
export interface Speech {
  /** espeak-ng: the program, the arguments before its own, and what its environment needs. */
  synthesiser: {command: string; args: readonly string[]; env: Readonly<Record<string, string>>};
  /** Asterisk's own recordings: a folder for each language, such as `fr_CA_f_June`. */
  recordings: string;
}

const languages = ['en', 'es', 'fr', 'it', 'ru'];
const packages = ['espeak-ng', ...languages.map((language) => `asterisk-core-sounds-${language}-gsm`)];

/** Debian's recordings and a free speech synthesiser, in a folder of their own in the user's cache. Rejects with {@link StackError} elsewhere. */
export async function prepareSpeech(report: Report): Promise<Speech> {
  const root = join(cacheFolder(), `speech-${process.arch}`);
  if (!existsSync(root)) {
    await mkdir(cacheFolder(), {recursive: true});
    await withLock(`${root}.lock`, report, () => (existsSync(root) ? undefined : make(root, report)));
  }
  return describe(root);
}

async function make(root: string, report: Report): Promise<void> {
  const archive = await archiveOfThisSystem();
  if (!archive) throw new StackError('Prompts are made on Debian and Ubuntu: bring your own sound files.');
  const draft = `${root}.draft`;
  const tell = (line: string) => report(`prompts: ${line}`);
  await rm(draft, {recursive: true, force: true});
  try {
    const files = await downloadPackages(archive, join(draft, 'apt'), packages, tell);
    await unpack(files, join(draft, 'root'), tell);
    await rename(join(draft, 'root'), root);
  } finally {
    await rm(draft, {recursive: true, force: true});
  }
}

async function describe(root: string): Promise<Speech> {
  const triplet = (await readdir(join(root, 'usr/lib'))).find((name) => name.includes('-linux-gnu')) ?? '';
  const libraries = join(root, 'usr/lib', triplet);
  const loader = ['usr/lib64', `usr/lib/${triplet}`, 'usr/lib'].flatMap((folder) => {
    const path = join(root, folder);
    return existsSync(path) ? [path] : [];
  });
  for (const folder of loader) {
    const name = (await readdir(folder)).find((file) => /^ld-linux.*\.so\.\d+$/.test(file));
    if (!name) continue;
    const path = [libraries, ...privateLibraries(libraries)].join(':');
    return {
      synthesiser: {
        command: join(folder, name),
        args: ['--library-path', path, join(root, 'usr/bin/espeak-ng')],
        env: {ESPEAK_DATA_PATH: libraries},
      },
      recordings: join(root, 'usr/share/asterisk/sounds'),
    };
  }
  throw new StackError(`${root} is not complete. Remove it and try again.`);
}

/** Libraries that a package keeps in a folder of its own. */
const privateLibraries = (libraries: string) => [join(libraries, 'pulseaudio')];
