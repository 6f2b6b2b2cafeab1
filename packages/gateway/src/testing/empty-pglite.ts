import {existsSync, openAsBlob} from 'node:fs';
import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {PGlite} from '@electric-sql/pglite';

/** An empty PGlite to open copies of: it takes seconds to make one, and is therefore kept beside the packages. */
export async function emptyPglite(): Promise<Blob> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const home = join(dirname(entry), '..');
  const {version} = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as {version: string};
  const kept = join(home, '..', '..', '.cache', `sidetone-pglite-${version}.tar`);
  if (!existsSync(kept)) await make(kept);
  return openAsBlob(kept);
}

async function make(kept: string): Promise<void> {
  const database = await PGlite.create('memory://');
  const contents = await database.dumpDataDir('none');
  await database.close();
  await mkdir(dirname(kept), {recursive: true});
  // Several may do so at once: whoever reads it finds a whole one.
  const own = `${kept}.${process.pid}`;
  await writeFile(own, contents.stream());
  await rename(own, kept);
}
