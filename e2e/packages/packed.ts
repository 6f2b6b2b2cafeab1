import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, readFile, symlink} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  dependencies?: Record<string, string>;
}

const readManifest = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;

/**
 * Builds and packs `names` and all of the project's that they need, and unpacks them into `folder/node_modules`, as an
 * install does. Of other people's packages, those that a tarball names as its dependencies are linked from the
 * workspace's: what it forgets to name is not there.
 */
export async function installPacked(folder: string, names: readonly string[]): Promise<void> {
  await run('node', ['scripts/build.mjs', '--quiet'], {cwd: repository});
  const missing = [...names];
  const done = new Set<string>();
  for (let name = missing.pop(); name; name = missing.pop()) {
    if (done.has(name)) continue;
    done.add(name);
    const workspace = join(repository, 'packages', name.replace('@sidetone/', ''));
    const target = join(folder, 'node_modules', name);
    await unpack(workspace, target);
    for (const dependency of Object.keys((await readManifest(target)).dependencies ?? {})) {
      if (dependency.startsWith('@sidetone/')) missing.push(dependency);
      else await link(dependency, workspace, folder);
    }
  }
}

async function unpack(workspace: string, target: string): Promise<void> {
  await mkdir(target, {recursive: true});
  const {stdout} = await run('npm', ['pack', '--json', '--silent', '--pack-destination', target], {
    cwd: workspace,
  });
  const [packed] = JSON.parse(stdout) as [{filename: string}];
  await run('tar', ['-xzf', join(target, packed.filename), '-C', target, '--strip-components', '1']);
}

async function link(dependency: string, workspace: string, folder: string): Promise<void> {
  const target = join(folder, 'node_modules', dependency);
  if (existsSync(target)) return;
  await mkdir(dirname(target), {recursive: true});
  const places = [workspace, repository].map((place) => join(place, 'node_modules', dependency));
  await symlink(places.find(existsSync)!, target);
}
