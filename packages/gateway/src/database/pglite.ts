import {PGlite} from '@electric-sql/pglite';
import {PGLiteSocketServer} from '@electric-sql/pglite-socket';
import {drizzle} from 'drizzle-orm/pglite';
import {migrate} from 'drizzle-orm/pglite/migrator';
import type {Database} from './database.js';
import {lockFolder} from './folder-lock.js';
import {migrationsFolder} from './migrations-folder.js';
import * as schema from './schema.js';

interface PgliteOptions {
  /** A folder, or `memory`. */
  folder?: string;
  contents?: Blob;
  /** Port on 127.0.0.1 for psql. */
  listen?: number | undefined;
}

/** PostgreSQL inside this process. A folder can be open in one process only: another is told so. */
export async function openPglite({folder = 'memory', contents, listen}: PgliteOptions): Promise<Database> {
  const unlock = folder === 'memory' ? undefined : await lockFolder(folder);
  const client = await PGlite.create({
    dataDir: folder === 'memory' ? 'memory://' : folder,
    ...(contents && {loadDataDir: contents}),
  });
  const queries = drizzle({client, schema});
  const server = listen === undefined ? undefined : await serve(client, listen);
  return {
    kind: 'pglite',
    queries,
    migrate: () => migrate(queries, {migrationsFolder}),
    check: async () => void (await client.query('select 1')),
    close: async () => {
      await server?.stop();
      await client.close();
      await unlock?.();
    },
  };
}

/** Lets psql in beside the gateway's own queries: a statement of psql waits until no transaction is under way. */
async function serve(client: PGlite, port: number): Promise<PGLiteSocketServer> {
  const db = new Proxy(client, {
    get(target, name) {
      if (name === 'runExclusive')
        return <T>(run: () => Promise<T>) => target._runExclusiveTransaction(() => target.runExclusive(run));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const server = new PGLiteSocketServer({db, host: '127.0.0.1', port, maxConnections: 8});
  await server.start();
  return server;
}
