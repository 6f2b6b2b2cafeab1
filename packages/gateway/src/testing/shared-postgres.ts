import {randomUUID} from 'node:crypto';
import {Client} from 'pg';
import {inject} from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: {url: string} | {missing: string};
  }
}

/** Makes an empty database on the server that all files share. For tests that end their server: `startPostgres` of the stack. */
export async function createSharedDatabase(): Promise<string> {
  const postgres = inject('postgres');
  if ('missing' in postgres) throw new Error(postgres.missing);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({connectionString: postgres.url});
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return postgres.url.replace(/[^/]*$/, name);
}
