import {readFile, rm, writeFile} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Report} from './report.js';

/** Does `work` while holding the lock file, which no two living processes hold at once. */
export async function withLock<T>(path: string, report: Report, work: () => T | Promise<T>): Promise<T> {
  for (let told = false; !(await take(path)); await sleep(500)) {
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    if (owner && !isAlive(owner)) {
      await rm(path, {force: true});
    } else if (!told) {
      told = true;
      report(`Waiting for another set-up that is under way (process ${owner}) …`);
    }
  }
  try {
    return await work();
  } finally {
    await rm(path, {force: true});
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}`, {flag: 'wx'});
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
