import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './setup.mjs';

/** The workspace's packages: folder, package.json. */
export function workspacePackages() {
  const folder = join(root, 'packages');
  return readdirSync(folder).map((name) => ({
    name,
    folder: join(folder, name),
    manifest: JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')),
  }));
}

/** Those that are published. */
export function publishedPackages() {
  return workspacePackages().filter(({manifest}) => !manifest.private);
}
