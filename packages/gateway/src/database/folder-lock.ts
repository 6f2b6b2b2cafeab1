import {mkdir, readFile, realpath, rm, writeFile} from 'node:fs/promises';

/** Another process has the folder. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
}

/** What this process has. A lock with its number that is not here is left over: in a container a gateway has the number of the one before, which was killed. */
const own = new Set<string>();

/** Takes a PGlite folder for this process. Resolves with what gives it back; rejects with {@link FolderInUseError} when another has it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, {recursive: true, mode: 0o700});
  const path = `${await realpath(folder)}.lock`;
  if (own.has(path)) throw inUse(folder, process.pid);
  own.add(path);
  try {
    await take(path, folder);
  } catch (error) {
    own.delete(path);
    throw error;
  }
  return async () => {
    await rm(path, {force: true});
    own.delete(path);
  };
}

async function take(path: string, folder: string): Promise<void> {
  for (let left = 2; left > 0; left--) {
    try {
      return await writeFile(path, String(process.pid), {flag: 'wx', mode: 0o600});
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner && owner !== process.pid && isAlive(owner)) throw inUse(folder, owner);
    await rm(path, {force: true});
  }
  throw new FolderInUseError(`The database in ${folder} has just been opened by another process.`);
}

const inUse = (folder: string, owner: number) =>
  new FolderInUseError(
    `The database in ${folder} is in use by process ${owner}: end it first, or use PostgreSQL (DATABASE_URL).`,
  );

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
