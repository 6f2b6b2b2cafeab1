import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';

/** Another process has the folder. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError';
}

/** Takes a PGlite folder for this process. Resolves with what gives it back; rejects with {@link FolderInUseError} when another has it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = `${folder.replace(/\/+$/, '')}.lock`;
  await mkdir(folder, {recursive: true, mode: 0o700});
  for (let left = 2; left > 0; left--) {
    try {
      await writeFile(path, String(process.pid), {flag: 'wx', mode: 0o600});
      return () => rm(path, {force: true});
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner && isAlive(owner))
      throw new FolderInUseError(
        `The database in ${folder} is in use by process ${owner}: end it first, or use PostgreSQL (DATABASE_URL).`,
      );
    await rm(path, {force: true});
  }
  throw new FolderInUseError(`The database in ${folder} has just been opened by another process.`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
