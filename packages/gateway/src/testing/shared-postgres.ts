import {inject} from 'vitest';
import type {TestProject} from 'vitest/node';
import {createDatabase, startPostgres} from './postgres.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: {url: string} | {missing: string};
  }
}

/** Vitest's global set-up: one server for all files of a run, each with databases of its own. */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startPostgres();
    project.provide('postgres', {url: server.url});
    return () => server.stop();
  } catch (error) {
    // Most files need none.
    project.provide('postgres', {missing: error instanceof Error ? error.message : String(error)});
    return undefined;
  }
}

/** Makes an empty database on the server that all files share. For tests that end their server: `startPostgres`. */
export function createSharedDatabase(): Promise<string> {
  const postgres = inject('postgres');
  if ('missing' in postgres) throw new Error(postgres.missing);
  return createDatabase(postgres.url);
}
