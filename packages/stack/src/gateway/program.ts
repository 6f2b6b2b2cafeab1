import {fileURLToPath} from 'node:url';

/** A package beside this one. It imports this one for its tests, so that this one can only run it. */
const packageFolder = (name: 'gateway' | 'bridge') =>
  fileURLToPath(new URL(`../../../${name}/`, import.meta.url));

export const gatewayPackage = packageFolder('gateway');
export const bridgePackage = packageFolder('bridge');

/** Node's arguments that run a module of a package from its source, in the package's folder. */
export function sourceModule(folder: string, path: string): string[] {
  return ['--conditions=@sidetone/source', '--import', 'tsx', `${folder}src/${path}`];
}

/** Of this process's environment only what programs need: no setting gets in by chance. */
export function plainEnvironment(): Record<string, string> {
  const {PATH = '', HOME = '', TMPDIR} = process.env;
  return {PATH, HOME, ...(TMPDIR && {TMPDIR})};
}
