import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {run} from './run.mjs';

/** Runs `npm ci` unless `node_modules` is what package-lock.json says. Needs nothing installed. */
export async function ensureDependencies(root, {npm = 'npm', report = console.log} = {}) {
  const lockFile = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const mark = join(root, 'node_modules', '.sidetone-lock');
  const hash = createHash('sha256').update(lockFile).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || !matches(JSON.parse(lockFile), JSON.parse(readFileSync(record, 'utf8')))) {
    report('npm ci: installing the JavaScript packages that package-lock.json names …');
    const {code} = await run(npm, ['ci', '--no-audit', '--no-fund'], {cwd: root});
    if (code !== 0) throw new Error('npm ci failed. Its own words are above.');
  }
  writeFileSync(mark, hash);
}

/** Whether npm's record of what it installed agrees with the lock file. Optional packages depend on the machine and are left out. */
export function matches(lock, record) {
  return Object.entries(lock.packages)
    .filter(
      ([path, entry]) =>
        path.includes('node_modules/') && !entry.optional && !entry.devOptional && !entry.peer,
    )
    .every(([path, {version}]) => record.packages[path] && record.packages[path].version === version);
}
