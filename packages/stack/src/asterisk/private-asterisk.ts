import {existsSync} from 'node:fs';
import {readdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {privateRoot, type PrivateRoot} from '../system/private-root.js';
import type {Report} from '../system/report.js';
import {neededAsterisk} from './version.js';

interface PrivateAsterisk {
  command: string;
  args: readonly string[];
  folders: {root: string; modules: string; data: string};
}

/** Asterisk in a folder of its own, made when it is missing. */
export async function privateAsterisk(report: Report): Promise<PrivateAsterisk> {
  const {root, libraries, program} = await privateRoot(
    {
      name: 'asterisk',
      packages: ['asterisk'],
      otherwise: `${neededAsterisk} is needed: install it so that \`asterisk\` is on PATH.`,
      finish: linkPrompts,
    },
    report,
  );
  return {
    ...program('usr/sbin/asterisk'),
    folders: {root, modules: join(libraries, 'asterisk/modules'), data: join(root, 'usr/share/asterisk')},
  };
}

/** The packages leave this link to update-alternatives, which is a matter of installed systems. */
async function linkPrompts({root}: PrivateRoot): Promise<void> {
  const sounds = join(root, 'usr/share/asterisk/sounds');
  const english = (await readdir(sounds)).find((name) => name.startsWith('en_US_'));
  if (english && !existsSync(join(sounds, 'en'))) await symlink(english, join(sounds, 'en'));
}
