import {execFile} from 'node:child_process';
import {userInfo} from 'node:os';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** A user of this system. */
export interface Owner {
  uid: number;
  gid: number;
}

/** Who runs PostgreSQL instead of root, as whom it refuses to be run; `undefined` where this user can. */
export async function standIn(): Promise<Owner | undefined> {
  if (userInfo().uid !== 0) return undefined;
  return (await userByName('postgres')) ?? (await userByName('nobody'));
}

async function userByName(name: string): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all([id('-u', name), id('-g', name)]);
    return {uid, gid};
  } catch {
    return undefined;
  }
}

const id = async (...args: string[]) => Number((await run('id', args)).stdout);

/** Whether this user may go into a folder, whatever is in it. */
export function mayEnter(folder: string, owner: Owner): Promise<boolean> {
  return run('test', ['-x', folder], {...owner, cwd: '/'}).then(
    () => true,
    () => false,
  );
}
