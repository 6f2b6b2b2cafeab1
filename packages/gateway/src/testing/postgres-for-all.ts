import {startPostgres} from '@sidetone/stack';
import type {TestProject} from 'vitest/node';

/** Vitest's global set-up: one server for all files of a run, each with databases of its own (`createSharedDatabase`). */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  try {
    const server = await startPostgres({report: (line) => process.stdout.write(`${line}\n`)});
    project.provide('postgres', {url: server.url});
    return () => server.stop();
  } catch (error) {
    // Most files need none.
    project.provide('postgres', {missing: error instanceof Error ? error.message : String(error)});
    return undefined;
  }
}
