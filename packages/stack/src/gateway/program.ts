import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** A package beside this one. It imports this one for its tests, so that this one can only run it. */
const packageFolder = (name: string) => fileURLToPath(new URL(`../../../${name}/`, import.meta.url));

export const gatewayPackage = packageFolder('gateway');
export const bridgePackage = packageFolder('bridge');
/** What their programs are made of. */
const parts = ['core', 'sip', 'bridge', 'gateway', 'stack'].map(packageFolder);
let built: boolean | undefined;

/**
 * Node's arguments that run a module of a package, `cli.ts`: what the compiler made of it, which starts three times as fast, or its source
 * where something has changed since.
 */
export function moduleArguments(folder: string, path: string): string[] {
  built ??= parts.every(isBuilt);
  return built
    ? [join(folder, 'dist', path.replace(/\.ts$/, '.js'))]
    : ['--conditions=@sidetone/source', '--import', 'tsx', join(folder, 'src', path)];
}

function isBuilt(folder: string): boolean {
  const record = join(folder, 'tsconfig.tsbuildinfo');
  if (!existsSync(record) || !existsSync(join(folder, 'dist'))) return false;
  const {mtimeMs: since} = statSync(record);
  const sources = readdirSync(join(folder, 'src'), {recursive: true, withFileTypes: true});
  return sources.every(
    (file) => !file.isFile() || statSync(join(file.parentPath, file.name)).mtimeMs <= since,
  );
}

/** Of this process's environment only what programs need: no setting gets in by chance. */
export function plainEnvironment(): Record<string, string> {
  const {PATH = '', HOME = '', TMPDIR} = process.env;
  return {PATH, HOME, ...(TMPDIR && {TMPDIR})};
}
