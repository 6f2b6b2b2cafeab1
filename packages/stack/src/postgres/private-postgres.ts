import {chmod, mkdir, readdir, rename, writeFile} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {cacheFolder} from '../system/cache.js';
import {StackError} from '../system/error.js';
import {privateRoot, type PrivateRoot} from '../system/private-root.js';
import type {Report} from '../system/report.js';
import {mayEnter, type Owner} from './owner.js';

/** The folder of a PostgreSQL's programs that stands by itself and is made when it is missing. `owner` is who will run them, when not this user. */
export async function privatePostgres(report: Report, owner?: Owner): Promise<string> {
  const {root} = await privateRoot(
    {
      name: 'postgresql',
      packages: ['postgresql'],
      otherwise: 'PostgreSQL is needed: install it so that `postgres` and `initdb` are on PATH.',
      cache: await cacheFor(owner),
      finish: wrapPrograms,
    },
    report,
  );
  return programFolder(root);
}

/** Root's home is closed to others, as a rule: then the system's cache. */
async function cacheFor(owner: Owner | undefined): Promise<string> {
  const cache = cacheFolder();
  if (!owner) return cache;
  await mkdir(cache, {recursive: true});
  return (await mayEnter(cache, owner)) ? cache : '/var/cache/sidetone';
}

async function programFolder(root: string): Promise<string> {
  const versions = join(root, 'usr/lib/postgresql');
  const [version] = await readdir(versions).catch((): string[] => []);
  if (!version) throw new StackError(`${root} is not complete. Remove it and try again.`);
  return join(versions, version, 'bin');
}

/**
 * Puts scripts in the place of the programs: initdb starts `postgres` beside it by that name. The programs themselves stay in
 * the folder, as they find their data from there.
 */
async function wrapPrograms({root, program}: PrivateRoot): Promise<void> {
  const folder = await programFolder(root);
  for (const name of ['postgres', 'initdb']) {
    const path = join(folder, name);
    await rename(path, `${path}.program`);
    const {command, args} = program(relative(root, `${path}.program`));
    const words = [command, ...args].map((word) => (word.startsWith(root) ? fromHere(folder, word) : word));
    await writeFile(path, `#!/bin/sh\nhere=$(dirname "$0")\nexec ${words.join(' ')} "$@"\n`);
    await chmod(path, 0o755);
  }
}

/** The folder that they are in is to be moved yet. */
const fromHere = (folder: string, path: string) => `"$here/${relative(folder, path)}"`;
