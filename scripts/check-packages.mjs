// Packs every published package as npm would and asks publint and attw whether strangers can use it.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {publishedPackages} from './lib/packages.mjs';
import {run} from './lib/run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sidetone-pack-'));
let failed = false;
try {
  for (const {manifest, folder: source} of publishedPackages()) {
    const packed = await run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
      cwd: source,
      quiet: true,
    });
    if (packed.code !== 0) {
      failed = true;
      console.error(`${manifest.name}: npm pack failed\n${packed.output}`);
      continue;
    }
    const tarball = join(
      folder,
      `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`,
    );
    for (const [tool, ...args] of [
      ['publint', 'run', tarball, '--strict'],
      ['attw', tarball, '--profile', 'esm-only', '--no-emoji'],
    ]) {
      const {code, output} = await run('npx', ['--no-install', tool, ...args], {quiet: true});
      if (code === 0) continue;
      failed = true;
      console.error(`${manifest.name}: ${tool}\n${output}`);
    }
  }
} finally {
  rmSync(folder, {recursive: true});
}
process.exitCode = failed ? 1 : 0;
