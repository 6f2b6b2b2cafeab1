import {fileURLToPath} from 'node:url';

/** The gateway's package, beside this one. */
export const gatewayPackage = fileURLToPath(new URL('../../../gateway/', import.meta.url));

/** Node's arguments that run a module of the gateway from its source, in {@link gatewayPackage}. */
export function gatewayModule(path: string): string[] {
  return ['--conditions=@sidetone/source', '--import', 'tsx', `${gatewayPackage}src/${path}`];
}

/** Of this process's environment only what programs need: no setting gets in by chance. */
export function plainEnvironment(): Record<string, string> {
  const {PATH = '', HOME = '', TMPDIR} = process.env;
  return {PATH, HOME, ...(TMPDIR && {TMPDIR})};
}
