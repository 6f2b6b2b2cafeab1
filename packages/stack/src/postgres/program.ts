import {constants} from 'node:fs';
import {access, readdir} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import type {Report} from '../system/report.js';
import {standIn, type Owner} from './owner.js';
import {privatePostgres} from './private-postgres.js';

/** A PostgreSQL that can be started. */
export interface PostgresPrograms {
  /** Where `postgres` and `initdb` are. */
  folder: string;
  /** Who runs them, when not this user. */
  owner: Owner | undefined;
}

/** The PostgreSQL on PATH, otherwise one that is installed as Debian does, otherwise a private one, which is made when it is missing. */
export async function findPostgres(report: Report): Promise<PostgresPrograms> {
  const owner = await standIn();
  const folder = (await installedPostgres()) ?? (await privatePostgres(report, owner));
  return {folder, owner};
}

/** Where the programs are on this system: on PATH, or where Debian keeps each version's. */
export async function installedPostgres(debian = '/usr/lib/postgresql'): Promise<string | undefined> {
  const versions = await readdir(debian).catch((): string[] => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...newestFirst.map((version) => join(debian, version, 'bin')),
  ];
  for (const folder of folders) {
    if ((await isProgram(join(folder, 'postgres'))) && (await isProgram(join(folder, 'initdb'))))
      return folder;
  }
  return undefined;
}

function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
