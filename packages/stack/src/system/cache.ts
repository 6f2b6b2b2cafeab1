import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where what was set up once is kept for this user's stacks. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'sidetone');
}
